package dev.roost.platform.state;

import java.util.List;
import java.util.function.ToLongFunction;

/** Forgets what is more than a bound allows, the oldest first, a few at a time. */
final class Trim {
  /** How many go at most at a time, so that nobody waits for long. */
  static final int BATCH = 200;

  private static final int AT_ONCE = 8;

  private final Table order;
  private final ToLongFunction<RowReader> bytes;
  private final Bound bound;

  /** What is done to the oldest. */
  @FunctionalInterface
  interface Oblivion {
    void forget(RowWriter rows, Row oldest);
  }

  /**
   * @param order what is counted, by keys that begin with their time in microseconds
   * @param bytes what is weighed
   */
  Trim(Table order, ToLongFunction<RowReader> bytes, Bound bound) {
    this.order = order;
    this.bytes = bytes;
    this.bound = bound;
  }

  /** Forgets some, if there are too many or too old ones; answers how many. */
  int run(RowWriter rows, long nowMicros, Oblivion oblivion) {
    long excess = rows.count(order) - bound.rows();
    return excess > 0
            || rows.first(order).filter(key -> isTooMuch(rows, key, nowMicros)).isPresent()
        ? run(rows, excess, nowMicros, oblivion)
        : 0;
  }

  private int run(RowWriter rows, long excess, long nowMicros, Oblivion oblivion) {
    int gone = 0;
    while (gone < BATCH) {
      List<Row> oldest = rows.range(order, Keys.FIRST, Keys.LAST, Math.min(AT_ONCE, 1 + gone));
      for (Row row : oldest) {
        if (gone >= excess && !isTooMuch(rows, row.key(), nowMicros)) {
          return gone;
        }
        oblivion.forget(rows, row);
        gone++;
      }
      if (oldest.isEmpty()) {
        return gone;
      }
    }
    return gone;
  }

  private boolean isTooMuch(RowReader rows, String oldest, long nowMicros) {
    return bytes.applyAsLong(rows) > bound.bytes()
        || nowMicros - Keys.firstNumber(oldest) > bound.age().toNanos() / 1_000;
  }
}
