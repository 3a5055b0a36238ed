package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One step of a task, kept as a whole: {@link TaskStore#commit}.
 *
 * @param task the record after the step
 * @param events what the step adds to the log
 * @param outbox what is to be delivered because of it
 * @param settlement the idempotency key that it settles or gives back, when it ends the task
 * @param lease the lease that it is made under; given back if the step ends the task
 */
public record TaskChange(
    TaskRecord task,
    List<TaskEvent> events,
    List<OutboxEntry> outbox,
    Optional<Settlement> settlement,
    Optional<Lease> lease) {
  /**
   * What becomes of the key of a call that has ended.
   *
   * @param key whose call
   * @param outcome how it ended; empty if the key is given back
   */
  public record Settlement(IdempotencyStore.Key key, Optional<Outcome> outcome) {
    /** Refuses missing parts. */
    public Settlement {
      requireNonNull(key, "key");
      requireNonNull(outcome, "outcome");
    }
  }

  /** Refuses missing parts. */
  public TaskChange {
    requireNonNull(task, "task");
    events = List.copyOf(events);
    outbox = List.copyOf(outbox);
    requireNonNull(settlement, "settlement");
    requireNonNull(lease, "lease");
  }

  /** A record and what is new in its log. */
  public static TaskChange of(TaskRecord task, List<TaskEvent> events) {
    return new TaskChange(task, events, List.of(), Optional.empty(), Optional.empty());
  }

  /** The same, with deliveries. */
  public TaskChange delivering(List<OutboxEntry> entries) {
    return new TaskChange(task, events, entries, settlement, lease);
  }

  /** The same, settling a key. */
  public TaskChange settling(IdempotencyStore.Key key, Outcome outcome) {
    return settling(new Settlement(key, Optional.of(outcome)));
  }

  /** The same, giving a key back. */
  public TaskChange releasing(IdempotencyStore.Key key) {
    return settling(new Settlement(key, Optional.empty()));
  }

  private TaskChange settling(Settlement end) {
    return new TaskChange(task, events, outbox, Optional.of(end), lease);
  }

  /** The same, made under a lease. */
  public TaskChange under(Lease held) {
    return new TaskChange(task, events, outbox, settlement, Optional.of(held));
  }
}
