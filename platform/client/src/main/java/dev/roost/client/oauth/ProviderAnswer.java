package dev.roost.client.oauth;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's server answered.
 *
 * @param retryAfter the header of that name, if it is a number of seconds
 */
record ProviderAnswer(int status, Optional<Duration> retryAfter, Buffer body) {
  private static final int OK = 200;
  private static final int FIRST_REDIRECT = 300;
  private static final int FIRST_REFUSAL = 400;
  private static final int FIRST_FAILURE = 500;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  boolean ok() {
    return status == OK;
  }

  boolean redirects() {
    return status >= FIRST_REDIRECT && status < FIRST_REFUSAL;
  }

  /** Whether the same may succeed later. */
  boolean busy() {
    return status >= FIRST_FAILURE || status == 408 || status == 425 || status == 429;
  }

  /** The object in the body. */
  Optional<JsonObject> object() {
    return StrictObject.read(body.getBytes());
  }

  static Optional<Duration> seconds(@Nullable String header) {
    if (header == null || !header.strip().matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    Duration told = Duration.ofSeconds(Long.parseLong(header.strip()));
    return Optional.of(told.compareTo(LONGEST_WAIT) < 0 ? told : LONGEST_WAIT);
  }

  /** Without the body, which may hold a token. */
  @Override
  public String toString() {
    return "ProviderAnswer[status=" + status + "]";
  }
}
