package dev.roost.spi;

import io.vertx.core.Future;

/**
 * A database: everything that the platform keeps. What holds for all of its stores:
 *
 * <ul>
 *   <li>Any thread may call a store. Nothing blocks the caller, who may be on an event loop; what
 *       is answered to a caller on a Vert.x context completes on that context.
 *   <li>Each call is atomic: it happens as a whole or not at all, and calls seem to happen one
 *       after the other. Whoever was told of one sees it in every call that he makes from then on.
 *   <li>If {@link #durable()}, a write completes only when it would outlive the end of the process
 *       and of the machine at any moment from then on. A write that fails may still have happened
 *       only if the database could not say so; writes can therefore be repeated.
 *   <li>A database that cannot do what it is asked for fails the call with a {@link StateException}
 *       that says whether it may work later. It never answers as if it had done it.
 *   <li>What is written is bounded: a full store forgets what its contract names, or refuses with
 *       {@link StateException.Reason#OVERLOADED}. What waits to be written is bounded, too.
 *   <li>A row that was damaged is not served: it counts as absent, and is told in the log.
 *   <li>Times are kept to the microsecond.
 * </ul>
 */
public interface StateBackend {
  /** Its name in the configuration, such as {@code memory}. */
  String name();

  /** Whether what it keeps outlives the process. */
  boolean durable();

  /** Whether it takes writes right now; fails with the {@link StateException} of the next one. */
  Future<Void> check();

  /** Records of tasks, and who works on them. */
  TaskStore tasks();

  /** Logs of tasks. */
  TaskEventStore events();

  /** Requests that have been taken. */
  IdempotencyStore idempotency();

  /** States of tasks. */
  SnapshotStore snapshots();

  /** What is to be delivered to others. */
  OutboxStore outbox();

  /** What could not be delivered. */
  DeadLetterStore deadLetters();

  /** Where events of tasks go. */
  EndpointStore endpoints();

  /** What tasks have used. */
  UsageStore usage();

  /** Who did what. */
  AuditStore audit();

  /** All rows of all stores, to take them to another database. */
  StateTransfer transfer();

  /**
   * Writes what waits and lets go of the database; from now on calls fail with {@link
   * StateException.Reason#CLOSED}. Closing again does nothing.
   */
  Future<Void> close();
}
