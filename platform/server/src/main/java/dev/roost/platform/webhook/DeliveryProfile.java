package dev.roost.platform.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** How patiently something is delivered. */
public enum DeliveryProfile {
  /** The reference's: six attempts in half a minute; a refusal is final. */
  ASAP(1, 2, 4, 8, 16),

  /** That of Standard Webhooks: ten attempts in three days, whatever the answer. */
  DURABLE(5, 5 * 60, 30 * 60, 2 * 3_600, 5 * 3_600, 10 * 3_600, 14 * 3_600, 20 * 3_600, 24 * 3_600);

  private final List<Duration> steps;

  DeliveryProfile(long... seconds) {
    steps = LongStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
  }

  /**
   * How long to wait after an attempt that failed.
   *
   * @param failed how many have failed, at least 1
   * @return empty if that was the last attempt
   */
  public Optional<Duration> step(int failed) {
    return failed <= steps.size() ? Optional.of(steps.get(failed - 1)) : Optional.empty();
  }

  /** How many attempts there are in all. */
  public int attempts() {
    return steps.size() + 1;
  }
}
