package dev.roost.platform.state;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.Secret;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The section {@code state}.
 *
 * @param backend which database: memory, sqlite, redis, or that of a factory
 * @param sqlite the file
 * @param redis where it is, and who may come in
 * @param config what a database of one's own is given
 */
public record StateConfig(String backend, Path sqlite, Secret redis, JsonObject config) {
  /** Refuses missing parts. */
  public StateConfig {
    requireNonNull(backend, "backend");
    requireNonNull(sqlite, "sqlite");
    requireNonNull(redis, "redis");
    requireNonNull(config, "config");
  }

  /**
   * Reads the section, whose keys are all there and have been checked against the schema.
   *
   * @param resolve where a path of the configuration leads
   */
  public static StateConfig of(JsonObject state, Function<String, Path> resolve) {
    return new StateConfig(
        state.getString("backend"),
        resolve.apply(state.getJsonObject("sqlite").getString("path")),
        secret(state.getJsonObject("redis").getValue("uri")),
        state.getJsonObject("config"));
  }

  /** A URI without a password may stand in the file itself. */
  private static Secret secret(Object uri) {
    return uri instanceof Secret secret ? secret : Secret.of(String.valueOf(uri));
  }
}
