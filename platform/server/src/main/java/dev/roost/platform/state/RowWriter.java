package dev.roost.platform.state;

/** Looks at tables and changes them. */
public interface RowWriter extends RowReader {
  /** Puts a value, in the place of another. */
  void put(Table table, String key, String value);

  /** Puts a thing, in the place of another. */
  default <T> void put(Table table, String key, T thing, RowForm<T> form) {
    put(table, key, Seal.close(form.write(thing)));
  }

  /** Takes a row out; does nothing if there is none. */
  void delete(Table table, String key);

  /** Adds to a number, which is 0 if there is none yet. */
  void add(Table table, String key, long difference);
}
