package dev.roost.client;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When the same is tried again: after a random time up to a bound that doubles (full jitter), so
 * that those who failed together do not come back together; or after the time that the peer names.
 *
 * @param attempts how often in all, at least 1
 * @param base the bound of the first pause
 * @param max the greatest bound; a peer that names a longer pause is not asked again
 * @param total after what time nothing is tried again. An envelope is too old for its recipients
 *     after five minutes
 * @param repeatUnknown whether a message is sent again of which nobody knows what became of it. It
 *     has the same idempotency key, so a peer that heeds keys does it once
 */
public record RetryPolicy(
    int attempts, Duration base, Duration max, Duration total, boolean repeatUnknown) {
  /** Three attempts, pauses of up to 1, 2, 4 seconds. */
  public static final RetryPolicy DEFAULTS =
      new RetryPolicy(
          3, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(240), true);

  /** For what is worth waiting for: ten attempts, pauses of up to half a second to ten seconds. */
  public static final RetryPolicy PATIENT =
      new RetryPolicy(
          10, Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(600), true);

  /** One attempt. */
  public static final RetryPolicy NEVER =
      new RetryPolicy(
          1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), false);

  private static final int MAX_DOUBLINGS = 30;

  /**
   * @throws IllegalArgumentException if a value is not positive
   */
  public RetryPolicy {
    Positive.check("attempts", attempts);
    Positive.check("base", base);
    Positive.check("max", max);
    Positive.check("total", total);
  }

  /** The same, in less time. */
  RetryPolicy within(Duration limit) {
    Duration less = limit.compareTo(total) < 0 ? limit : total;
    return new RetryPolicy(attempts, base, max, less, repeatUnknown);
  }

  /** Whether what failed so may be tried again. */
  boolean permits(AsapClientException failure) {
    return switch (failure.fate()) {
      case NOT_TAKEN -> true;
      case UNKNOWN -> repeatUnknown;
      case ANSWERED -> false;
    };
  }

  /**
   * The pause before the next attempt.
   *
   * @param failed how many attempts have failed, at least 1
   * @param elapsed how long it has taken so far
   * @param told what the peer says
   * @param random between 0 and 1
   * @return empty if there is to be no other attempt
   */
  Optional<Duration> pause(
      int failed, Duration elapsed, Optional<Duration> told, DoubleSupplier random) {
    long bound = Math.min(max.toMillis(), base.toMillis() << Math.min(failed - 1, MAX_DOUBLINGS));
    long jitter = (long) (random.getAsDouble() * bound);
    Duration pause = told.orElse(Duration.ZERO).plusMillis(jitter);
    boolean allowed =
        failed < attempts
            && told.orElse(Duration.ZERO).compareTo(max) <= 0
            && elapsed.plus(pause).compareTo(total) < 0;
    return allowed ? Optional.of(pause) : Optional.empty();
  }
}
