package dev.roost.platform.state;

import java.util.List;
import java.util.Optional;

/** Looks at tables. Keys are ordered by their bytes. May block: never used on an event loop. */
public interface RowReader {
  /** The value of a key. */
  Optional<String> get(Table table, String key);

  /** The thing of a key; empty also if its row was damaged. */
  default <T> Optional<T> get(Table table, String key, RowForm<T> form) {
    return get(table, key).flatMap(row -> Seal.open(table, key, row)).map(form::read);
  }

  /**
   * Rows in order.
   *
   * @param from the first key, if it is there
   * @param to behind the last key
   * @param limit at most so many
   */
  List<Row> range(Table table, String from, String to, int limit);

  /** The least key of a table. */
  default Optional<String> first(Table table) {
    return range(table, Keys.FIRST, Keys.LAST, 1).stream().map(Row::key).findFirst();
  }

  /** The same from the last to the first. */
  List<Row> rangeDown(Table table, String from, String to, int limit);

  /** How many rows there are; may be a moment old. */
  long count(Table table);

  /** How many bytes they take; 0 where bytes do not matter. */
  long bytes(Table table);
}
