package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.Envelope;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * What it takes to run a task again when its process is gone.
 *
 * @param request what was asked for
 * @param deadline when its answer is no longer wanted
 * @param attempt which run it is: 1 for the first
 * @param key the idempotency key that the task settles when it ends
 * @param callback whom its caller wants to be told of it, in the words of whoever tells; holds no
 *     secret in clear text
 */
public record TaskWork(
    Envelope request,
    Instant deadline,
    int attempt,
    Optional<IdempotencyStore.Key> key,
    Optional<JsonObject> callback) {
  /** Refuses missing parts. */
  public TaskWork {
    requireNonNull(request, "request");
    requireNonNull(deadline, "deadline");
    requireNonNull(key, "key");
    requireNonNull(callback, "callback");
  }

  /** The same for the next run. */
  public TaskWork again() {
    return new TaskWork(request, deadline, attempt + 1, key, callback);
  }
}
