package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;

/**
 * Opens databases of a kind. The platform finds factories by {@link java.util.ServiceLoader}, in
 * jars on {@code ROOST_CLASSPATH}, and takes the one whose name {@code state.backend} says.
 */
public interface StateBackendFactory {
  /** The name in the configuration: lower-case letters, digits and hyphens. */
  String name();

  /**
   * Opens a database. It may block: nothing runs yet.
   *
   * @return fails with what is to be told to the operator: what is wrong, where, and what to do
   */
  Future<StateBackend> open(Opening opening);

  /**
   * What a database is opened with.
   *
   * @param vertx the node's
   * @param config {@code state.config}
   * @param idempotency how long a settled idempotency key is remembered
   * @param longestCall for how long one that was never settled is taken
   * @param clock what time it is
   */
  record Opening(
      Vertx vertx, JsonObject config, Duration idempotency, Duration longestCall, Clock clock) {
    /** Refuses missing parts. */
    public Opening {
      requireNonNull(vertx, "vertx");
      requireNonNull(config, "config");
      requireNonNull(idempotency, "idempotency");
      requireNonNull(longestCall, "longestCall");
      requireNonNull(clock, "clock");
    }
  }
}
