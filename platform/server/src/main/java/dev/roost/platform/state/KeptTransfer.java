package dev.roost.platform.state;

import dev.roost.spi.StateKind;
import dev.roost.spi.StateRow;
import dev.roost.spi.StateTransfer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rows behind the stores, one kind after the other. */
final class KeptTransfer implements StateTransfer {
  private static final String NUMBER = "number";

  private final Store store;
  private final RowBackend backend;

  KeptTransfer(Store store, RowBackend backend) {
    this.store = store;
    this.backend = backend;
  }

  @Override
  public Future<List<StateRow>> read(StateKind kind, String after, int limit) {
    return store.read(rows -> read(rows, kind, after, limit));
  }

  /** Damaged rows are passed over, so that a short page means the end. */
  private static List<StateRow> read(RowReader rows, StateKind kind, String after, int limit) {
    List<StateRow> found = new ArrayList<>();
    String from = after.isEmpty() ? Keys.FIRST : after + '!';
    while (found.size() < limit) {
      int wanted = limit - found.size();
      List<Row> page = rows.range(table(kind), from, Keys.LAST, wanted);
      page.stream().flatMap(row -> open(kind, row)).forEach(found::add);
      if (page.size() < wanted) {
        return found;
      }
      from = page.get(wanted - 1).key() + '!';
    }
    return found;
  }

  private static Stream<StateRow> open(StateKind kind, Row row) {
    Optional<JsonObject> value =
        kind == StateKind.COUNTS
            ? Optional.of(new JsonObject().put(NUMBER, Long.parseLong(row.value())))
            : Seal.open(table(kind), row);
    return value.map(json -> new StateRow(row.key(), json)).stream();
  }

  private static Table table(StateKind kind) {
    return switch (kind) {
      case TASKS -> Table.TASKS;
      case EVENTS -> Table.EVENTS;
      case LEASES -> Table.LEASES;
      case SNAPSHOTS -> Table.SNAPSHOTS;
      case CLAIMS -> Table.CLAIMS;
      case OUTBOX -> Table.OUTBOX;
      case DEAD_LETTERS -> Table.DEAD_LETTERS;
      case COUNTS -> Table.COUNTS;
      case USAGE -> Table.USAGE;
      case AUDIT -> Table.AUDIT;
      case ENDPOINTS -> Table.ENDPOINTS;
    };
  }

  @Override
  public Future<Void> write(StateKind kind, List<StateRow> list) {
    return store.write(rows -> list.forEach(row -> backend.restore(rows, kind, row)));
  }

  static void restoreCount(RowWriter rows, StateRow row) {
    rows.put(Table.COUNTS, row.key(), Long.toString(row.value().getLong(NUMBER)));
  }
}
