package dev.roost.spi;

/** A database: everything that the platform keeps. */
public interface StateBackend {
  /** Its name in the configuration, such as {@code memory}. */
  String name();

  /** Whether what it keeps outlives the process. */
  boolean durable();

  /** Records of tasks. */
  TaskStore tasks();

  /** Logs of tasks. */
  TaskEventStore events();

  /** Requests that have been taken. */
  IdempotencyStore idempotency();

  /** States of tasks. */
  SnapshotStore snapshots();
}
