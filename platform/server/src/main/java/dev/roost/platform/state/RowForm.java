package dev.roost.platform.state;

import io.vertx.core.json.JsonObject;

/**
 * How a thing is written into a row. A database writes and reads it; where rows are in the heap the
 * thing itself is kept, so it must not change.
 *
 * @param <T> the thing
 */
public interface RowForm<T> {
  /** As a row. */
  JsonObject write(T thing);

  /** From a row. */
  T read(JsonObject row);

  /** About how many bytes of heap it takes. */
  long weight(T thing);
}
