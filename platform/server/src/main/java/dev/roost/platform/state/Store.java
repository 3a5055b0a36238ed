package dev.roost.platform.state;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What all stores of a backend have in common.
 *
 * @param rows the database
 * @param times what time it is
 * @param limits how much is kept
 */
record Store(Rows rows, Times times, Limits limits) {
  private static final int PAGE = 500;

  <T> Future<T> read(Function<RowReader, T> look) {
    return rows.read(look);
  }

  Future<Void> write(Consumer<RowWriter> change) {
    return rows.write(
        writer -> {
          change.accept(writer);
          return null;
        });
  }

  <T> Future<T> ask(Function<RowWriter, T> change) {
    return rows.write(change);
  }

  /** Where nobody comes by later to forget what is too much. */
  void trimAtOnce(RowWriter writer, ToIntFunction<RowWriter> trim) {
    if (limits.trimsAtOnce()) {
      trim.applyAsInt(writer);
    }
  }

  /** Takes out all rows of a range; answers whether there was one. */
  boolean deleteAll(RowWriter writer, Table table, String from, String to) {
    boolean any = false;
    List<Row> some = writer.range(table, from, to, PAGE);
    while (!some.isEmpty()) {
      some.forEach(row -> writer.delete(table, row.key()));
      any = true;
      some = writer.range(table, from, to, PAGE);
    }
    return any;
  }
}
