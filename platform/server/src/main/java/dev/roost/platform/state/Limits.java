package dev.roost.platform.state;

import java.time.Duration;

/**
 * How much a backend keeps.
 *
 * @param tasks ended tasks; the bytes are those of all records
 * @param logs logs; the bytes are those of all entries
 * @param states tasks with a state; the bytes are those of all states
 * @param claims idempotency keys, those of running calls and those that are settled each; the bytes
 *     are those of both
 * @param outbox entries
 * @param deadLetters letters
 * @param usage events
 * @param audit lines
 * @param trimsAtOnce whether each write forgets what is too much, or the upkeep does
 */
public record Limits(
    Bound tasks,
    Bound logs,
    Bound states,
    Bound claims,
    Bound outbox,
    Bound deadLetters,
    Bound usage,
    Bound audit,
    boolean trimsAtOnce) {
  private static final long MIB = 1 << 20;
  private static final Duration LETTERS = Duration.ofDays(30);
  private static final Duration RETENTION = Duration.ofDays(90);

  /** Of what is in the heap. */
  public static final Limits MEMORY =
      new Limits(
          Bound.of(10_000, 16 * MIB),
          Bound.of(10_000, 16 * MIB),
          Bound.of(10_000, 32 * MIB),
          Bound.of(100_000, 64 * MIB),
          Bound.of(10_000, 16 * MIB),
          new Bound(1_000, 8 * MIB, LETTERS),
          Bound.of(10_000, 8 * MIB),
          Bound.of(10_000, 8 * MIB),
          true);

  /** Of what is on a disk. */
  public static final Limits DURABLE =
      new Limits(
          Bound.of(1_000_000, RETENTION),
          Bound.of(1_000_000, RETENTION),
          Bound.of(1_000_000, RETENTION),
          Bound.of(1_000_000, Bound.EVER),
          Bound.of(1_000_000, Bound.EVER),
          new Bound(1_000_000, 1_024 * MIB, LETTERS),
          Bound.of(Long.MAX_VALUE, Bound.EVER),
          Bound.of(Long.MAX_VALUE, Bound.EVER),
          false);
}
