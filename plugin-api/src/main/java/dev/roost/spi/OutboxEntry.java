package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that is to be delivered, once at least.
 *
 * @param id the same on every attempt
 * @param destination where to, such as an endpoint's id; deliveries are told apart by it
 * @param payload what
 * @param createdAt since when
 * @param attempts how often that failed
 * @param nextAttemptAt not before
 * @param lastError how it failed last
 * @param fence counts those who have taken it; needed to tell how it went
 */
public record OutboxEntry(
    String id,
    String destination,
    JsonObject payload,
    Instant createdAt,
    int attempts,
    Instant nextAttemptAt,
    Optional<String> lastError,
    long fence) {
  /** Refuses missing parts. */
  public OutboxEntry {
    requireNonNull(id, "id");
    requireNonNull(destination, "destination");
    requireNonNull(payload, "payload");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(nextAttemptAt, "nextAttemptAt");
    requireNonNull(lastError, "lastError");
  }

  /** A new one, due at once. */
  public static OutboxEntry of(String id, String destination, JsonObject payload, Instant now) {
    return new OutboxEntry(id, destination, payload, now, 0, now, Optional.empty(), 0);
  }

  /** The same after an attempt that failed. */
  public OutboxEntry failed(String error, Instant next) {
    return new OutboxEntry(
        id, destination, payload, createdAt, attempts + 1, next, Optional.of(error), fence);
  }
}
