package dev.roost.platform.state;

import java.util.List;

/** Which of many things was touched last, and which the longest time ago. */
final class Ages {
  private final Table ages;
  private final Table order;
  private final Times times;

  /**
   * @param ages thing to time
   * @param order time and thing
   */
  Ages(Table ages, Table order, Times times) {
    this.ages = ages;
    this.order = order;
    this.times = times;
  }

  Table order() {
    return order;
  }

  /** A thing becomes the newest. */
  void touch(RowWriter rows, String id) {
    forget(rows, id);
    String tick = Keys.number(times.tick());
    rows.put(ages, Keys.of(id), tick);
    rows.put(order, Keys.of(tick, id), id);
  }

  void forget(RowWriter rows, String id) {
    rows.get(ages, Keys.of(id))
        .ifPresent(
            tick -> {
              rows.delete(ages, Keys.of(id));
              rows.delete(order, Keys.of(tick, id));
            });
  }

  /** The things touched the longest time ago, as time and id. */
  List<Row> oldest(RowReader rows, int limit) {
    return rows.range(order, Keys.FIRST, Keys.LAST, limit);
  }
}
