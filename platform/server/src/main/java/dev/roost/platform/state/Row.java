package dev.roost.platform.state;

import static java.util.Objects.requireNonNull;

/**
 * A key and its value.
 *
 * @param key ASCII without control characters
 * @param value any text
 */
public record Row(String key, String value) {
  /** Refuses missing parts. */
  public Row {
    requireNonNull(key, "key");
    requireNonNull(value, "value");
  }
}
