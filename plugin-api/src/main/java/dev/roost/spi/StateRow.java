package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * A row of a database, in a form that any other can take.
 *
 * @param key what rows of its kind are told apart and ordered by, in ASCII
 * @param value everything that the row says
 */
public record StateRow(String key, JsonObject value) {
  /** Refuses missing parts. */
  public StateRow {
    requireNonNull(key, "key");
    requireNonNull(value, "value");
  }
}
