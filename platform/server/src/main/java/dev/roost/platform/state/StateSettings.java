package dev.roost.platform.state;

import java.time.Clock;
import java.time.Duration;

/**
 * What a backend must know, whatever it is.
 *
 * @param idempotency how long a settled idempotency key is remembered
 * @param longestCall for how long a key that was never settled is taken: longer than any call lasts
 * @param clock what time it is
 */
public record StateSettings(Duration idempotency, Duration longestCall, Clock clock) {
  /** What is added to the longest time of a task, for the way of its answer. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /**
   * By the system's clock.
   *
   * @param timeout how long a task may take
   */
  public static StateSettings of(Duration idempotency, Duration timeout) {
    return new StateSettings(idempotency, timeout.plus(MARGIN), Clock.systemUTC());
  }
}
