package dev.roost.platform.state;

import dev.roost.spi.TaskEvent;
import dev.roost.spi.TaskEventStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Logs of tasks in rows. */
final class KeptEvents implements TaskEventStore {
  private final Store store;
  private final Ages ages;
  private final Trim trim;

  KeptEvents(Store store) {
    this.store = store;
    this.ages = new Ages(Table.LOG_AGES, Table.LOG_ORDER, store.times());
    this.trim = new Trim(Table.LOG_ORDER, rows -> rows.bytes(Table.EVENTS), store.limits().logs());
  }

  @Override
  public Future<Void> append(String taskId, List<TaskEvent> events) {
    List<Put> puts = puts(taskId, events);
    return store.write(rows -> append(rows, taskId, puts));
  }

  /** An entry that is ready to be written. */
  record Put(String key, String value) {}

  /** Made before the transaction, which should be short. */
  static List<Put> puts(String taskId, List<TaskEvent> events) {
    return events.stream()
        .sorted(Comparator.comparingLong(TaskEvent::sequence))
        .map(
            event ->
                new Put(
                    Keys.of(taskId, Keys.number(event.sequence())),
                    Seal.close(TaskJson.of(taskId, event))))
        .toList();
  }

  void append(RowWriter rows, String taskId, List<Put> puts) {
    if (puts.isEmpty()) {
      return;
    }
    String newest = newest(rows, taskId);
    for (Put put : puts) {
      if (put.key().compareTo(newest) > 0) {
        rows.put(Table.EVENTS, put.key(), put.value());
        newest = put.key();
      }
    }
    ages.touch(rows, taskId);
    store.trimAtOnce(rows, this::trim);
  }

  private static String newest(RowReader rows, String taskId) {
    List<Row> last = rows.rangeDown(Table.EVENTS, Keys.from(taskId), Keys.behind(taskId), 1);
    return last.isEmpty() ? Keys.FIRST : last.get(0).key();
  }

  @Override
  public Future<List<TaskEvent>> read(String taskId, long after, int limit) {
    String from = Keys.of(taskId, Keys.number(Math.max(0, after) + 1));
    return store
        .read(rows -> rows.range(Table.EVENTS, from, Keys.behind(taskId), limit))
        .map(
            found ->
                found.stream()
                    .map(row -> Seal.open(Table.EVENTS, row))
                    .flatMap(Optional::stream)
                    .map(TaskJson::event)
                    .toList());
  }

  int trim(RowWriter rows) {
    return trim.run(rows, store.times().nowMicros(), (writer, row) -> forget(writer, row.value()));
  }

  void forget(RowWriter rows, String taskId) {
    store.deleteAll(rows, Table.EVENTS, Keys.from(taskId), Keys.behind(taskId));
    ages.forget(rows, taskId);
  }

  void restore(RowWriter rows, String key, JsonObject row) {
    rows.put(Table.EVENTS, key, Seal.close(row));
    ages.touch(rows, row.getString("task_id"));
  }
}
