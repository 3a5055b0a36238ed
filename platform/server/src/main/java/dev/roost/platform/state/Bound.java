package dev.roost.platform.state;

import java.time.Duration;

/**
 * How much of something is kept.
 *
 * @param rows how many
 * @param bytes how many bytes, where they are counted
 * @param age how long
 */
public record Bound(long rows, long bytes, Duration age) {
  /** As good as without an age. */
  public static final Duration EVER = Duration.ofDays(36_500);

  public static Bound of(long rows, long bytes) {
    return new Bound(rows, bytes, EVER);
  }

  public static Bound of(long rows, Duration age) {
    return new Bound(rows, Long.MAX_VALUE, age);
  }
}
