package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A delivery that was given up.
 *
 * @param entry what was to be delivered, as it was after the last attempt
 * @param reason why it was given up
 * @param diedAt when
 * @param cursor its place in the list, for {@link DeadLetterStore#list}
 */
public record DeadLetter(OutboxEntry entry, String reason, Instant diedAt, String cursor) {
  /** Refuses missing parts. */
  public DeadLetter {
    requireNonNull(entry, "entry");
    requireNonNull(reason, "reason");
    requireNonNull(diedAt, "diedAt");
    requireNonNull(cursor, "cursor");
  }
}
