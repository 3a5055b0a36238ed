package dev.roost.spi;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of rows that a database has, in the order in which they are taken to another. */
public enum StateKind {
  /** Records of tasks; the key is the task. */
  TASKS,
  /** Entries of logs; the key is the task and the sequence. */
  EVENTS,
  /** Leases of tasks; the key is the task. */
  LEASES,
  /** States; the key is the task and the version. */
  SNAPSHOTS,
  /** Idempotency keys; the key is a hash of the caller and his key. */
  CLAIMS,
  /** What is to be delivered; the key is its id. */
  OUTBOX,
  /** What could not be delivered; the key is its id. */
  DEAD_LETTERS,
  /** How many entries of the outbox went where. */
  COUNTS,
  /** Usage; the key is the event's id. */
  USAGE,
  /** Lines of the audit log; the key is the sequence. */
  AUDIT,
  /** Where events of tasks go; the key is the endpoint's id. */
  ENDPOINTS;

  /** Its name in files and messages, such as {@code dead_letters}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with that name. */
  public static Optional<StateKind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }
}
