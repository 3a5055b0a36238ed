package dev.roost.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What one call wants otherwise.
 *
 * @param idempotencyKey the key by which the peer knows the message again, also when the program
 *     sends it again after a restart; by default one is made for each call
 * @param timeout how long one attempt may take; by default as the client's settings say
 * @param limit after what time no further attempt is made; by default as the client's policy says
 */
public record CallOptions(
    Optional<String> idempotencyKey, Optional<Duration> timeout, Optional<Duration> limit) {
  /** Nothing. */
  public static final CallOptions DEFAULTS =
      new CallOptions(Optional.empty(), Optional.empty(), Optional.empty());

  private static final int MAX_KEY = 256;

  /**
   * @throws IllegalArgumentException if the key does not have 1 to 256 characters of visible ASCII,
   *     or the time is not positive
   */
  public CallOptions {
    requireNonNull(idempotencyKey, "idempotencyKey");
    timeout.ifPresent(value -> Positive.check("timeout", value));
    limit.ifPresent(value -> Positive.check("limit", value));
    if (!idempotencyKey.map(CallOptions::isKey).orElse(true)) {
      throw new IllegalArgumentException(
          "an idempotency key has 1 to " + MAX_KEY + " characters of visible ASCII");
    }
  }

  /** It goes into a header, too. */
  static boolean isKey(String key) {
    return !key.isEmpty()
        && key.length() <= MAX_KEY
        && key.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** The same with a key. */
  public CallOptions withIdempotencyKey(String key) {
    return new CallOptions(Optional.of(key), timeout, limit);
  }

  /** The same with a time for each attempt. */
  public CallOptions withTimeout(Duration value) {
    return new CallOptions(idempotencyKey, Optional.of(value), limit);
  }

  /** The same with a time after which nothing is tried again. */
  public CallOptions withLimit(Duration value) {
    return new CallOptions(idempotencyKey, timeout, Optional.of(value));
  }
}
