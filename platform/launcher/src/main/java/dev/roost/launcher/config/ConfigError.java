package dev.roost.launcher.config;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * One fault of the configuration.
 *
 * @param pointer where it is, as a JSON pointer; empty for the document as a whole
 * @param source where the value came from, such as {@code conf/platform.json:12}; empty if nobody
 *     set it
 * @param problem what is wrong and what is allowed
 */
public record ConfigError(String pointer, String source, String problem) {
  /** Refuses missing parts. */
  public ConfigError {
    requireNonNull(pointer, "pointer");
    requireNonNull(source, "source");
    requireNonNull(problem, "problem");
  }

  /** The error as machines read it. */
  public JsonObject toJson() {
    return new JsonObject().put("pointer", pointer).put("source", source).put("problem", problem);
  }

  @Override
  public String toString() {
    String where = source.isEmpty() ? "" : " (" + source + ")";
    return pointer.isEmpty() ? problem + where : pointer + ": " + problem + where;
  }
}
