package dev.roost.protocol.json;

import org.jspecify.annotations.Nullable;

/**
 * How one type of value is read from JSON and written to it.
 *
 * @param <T> the type
 */
public interface JsonType<T> {
  /**
   * Reads the value that begins at the current token, up to its last token.
   *
   * @return the value; null after a fault was {@linkplain JsonInput#fault reported}
   * @throws InvalidJsonException if the text is not JSON
   */
  @Nullable T read(JsonInput in);

  /** Writes {@code value}. */
  void write(JsonOutput out, T value);
}
