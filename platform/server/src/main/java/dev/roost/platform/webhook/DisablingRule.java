package dev.roost.platform.webhook;

import java.time.Duration;
import java.time.Instant;

/**
 * When an endpoint is given up: nothing but failures for three days, of which those that were seen
 * before lie half a day apart. One bad moment, or two with silence between, are not enough.
 */
final class DisablingRule {
  private static final Duration FAILING = Duration.ofHours(72);
  private static final Duration APART = Duration.ofHours(12);

  /** The reason that operators read. */
  static final String REASON = "nothing but failures for 72 hours";

  private DisablingRule() {}

  /**
   * Whether it is time.
   *
   * @param first the first failure since the last success
   * @param last the one before this one
   * @param now when it failed again
   */
  static boolean isDue(Instant first, Instant last, Instant now) {
    return Duration.between(first, now).compareTo(FAILING) >= 0
        && Duration.between(first, last).compareTo(APART) >= 0;
  }
}
