package dev.roost.platform.state;

import java.util.Locale;

/** The tables that the stores are made of. What a table holds says the store that writes it. */
public enum Table {
  /** Task to record. */
  TASKS,
  /** Hash of owner and request to task. */
  TASK_REQUESTS,
  /** Ended task to when it ended. */
  TASK_AGES,
  /** When a task ended, and which. */
  TASK_ORDER,
  /** Task and sequence to entry. */
  EVENTS,
  /** Task to when its log was written to. */
  LOG_AGES,
  /** When a log was written to, and which. */
  LOG_ORDER,
  /** Task to lease. */
  LEASES,
  /** When a lease lapses, and which. */
  LEASE_ORDER,
  /** Task and version to state. */
  SNAPSHOTS,
  /** Task to when its state was written. */
  STATE_AGES,
  /** When a state was written, and which. */
  STATE_ORDER,
  /** Hash of caller and key to claim. */
  CLAIMS,
  /** Until when an unsettled claim holds, and which. */
  CLAIM_RUNNING,
  /** Until when a settled claim is remembered, and which. */
  CLAIM_ORDER,
  /** Id to entry. */
  OUTBOX,
  /** When an entry is due, and which, to its destination. */
  OUTBOX_DUE,
  /** Id to letter. */
  DEAD_LETTERS,
  /** When a letter died, and which. */
  DEAD_ORDER,
  /** Destination, when a letter died, and which. */
  DEAD_DESTINATIONS,
  /** Name to number. */
  COUNTS,
  /** Id to event. */
  USAGE,
  /** When something was used, and which event. */
  USAGE_ORDER,
  /** Agent, when, and which event. */
  USAGE_AGENTS,
  /** Consumer, when, and which event. */
  USAGE_CONSUMERS,
  /** Sequence to line. */
  AUDIT,
  /** When a line was written, and which. */
  AUDIT_ORDER,
  /** Agent, when, and which line. */
  AUDIT_AGENTS,
  /** Id to endpoint. */
  ENDPOINTS,
  /** Owner and endpoint. */
  ENDPOINT_OWNERS;

  /** Its name in a database. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether its keys are hashes: looked up, and gone through in order by transfers only. */
  boolean isHashed() {
    return this == CLAIMS || this == TASK_REQUESTS;
  }

  /** Whether its keys come one behind the other, and go from the front. */
  boolean isQueue() {
    return this == CLAIM_RUNNING || this == CLAIM_ORDER;
  }

  /** Whether its values matter, not only its keys: it is no index. */
  public boolean hasRows() {
    return switch (this) {
      case TASKS,
          EVENTS,
          LEASES,
          SNAPSHOTS,
          CLAIMS,
          OUTBOX,
          DEAD_LETTERS,
          COUNTS,
          USAGE,
          AUDIT,
          ENDPOINTS ->
          true;
      default -> false;
    };
  }
}
