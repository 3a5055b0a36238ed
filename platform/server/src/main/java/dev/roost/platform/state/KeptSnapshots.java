package dev.roost.platform.state;

import dev.roost.protocol.Ids;
import dev.roost.protocol.StateSnapshot;
import dev.roost.spi.Lease;
import dev.roost.spi.SnapshotStore;
import dev.roost.spi.StateException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** States of tasks in rows: the last few versions of each. */
final class KeptSnapshots implements SnapshotStore {
  private static final long ANY = -1;

  private final Store store;
  private final KeptLeases leases;
  private final Ages ages;
  private final Trim trim;

  KeptSnapshots(Store store, KeptLeases leases) {
    this.store = store;
    this.leases = leases;
    this.ages = new Ages(Table.STATE_AGES, Table.STATE_ORDER, store.times());
    this.trim =
        new Trim(Table.STATE_ORDER, rows -> rows.bytes(Table.SNAPSHOTS), store.limits().states());
  }

  @Override
  public Future<StateSnapshot> save(String taskId, JsonObject data, boolean checkpoint) {
    return save(taskId, ANY, data, checkpoint);
  }

  @Override
  public Future<StateSnapshot> save(
      String taskId, long expected, JsonObject data, boolean checkpoint) {
    String id = Ids.secret("snap_");
    JsonObject kept = new JsonObject(data.encode());
    return store.ask(rows -> save(rows, id, taskId, expected, kept, checkpoint));
  }

  @Override
  public Future<StateSnapshot> save(Lease lease, JsonObject data, boolean checkpoint) {
    String id = Ids.secret("snap_");
    JsonObject kept = new JsonObject(data.encode());
    return store.ask(
        rows -> {
          leases.check(rows, lease);
          return save(rows, id, lease.taskId(), ANY, kept, checkpoint);
        });
  }

  private StateSnapshot save(
      RowWriter rows,
      String id,
      String taskId,
      long expected,
      JsonObject data,
      boolean checkpoint) {
    long newest = newest(rows, taskId);
    if (expected != ANY && expected != newest) {
      throw StateException.versionConflict(taskId, expected, newest);
    }
    StateSnapshot snapshot =
        new StateSnapshot(id, taskId, newest + 1, data, checkpoint, store.times().now());
    rows.put(Table.SNAPSHOTS, key(taskId, newest + 1), Seal.close(TaskJson.of(snapshot)));
    forgetOld(rows, taskId, newest + 1);
    ages.touch(rows, taskId);
    store.trimAtOnce(rows, this::trim);
    return snapshot;
  }

  private void forgetOld(RowWriter rows, String taskId, long newest) {
    if (newest > VERSIONS) {
      String kept = key(taskId, newest - VERSIONS + 1);
      store.deleteAll(rows, Table.SNAPSHOTS, Keys.from(taskId), kept);
    }
  }

  private static long newest(RowReader rows, String taskId) {
    return down(rows, taskId, 1).findFirst().map(KeptSnapshots::version).orElse(0L);
  }

  private static Stream<Row> down(RowReader rows, String taskId, int limit) {
    return rows.rangeDown(Table.SNAPSHOTS, Keys.from(taskId), Keys.behind(taskId), limit).stream();
  }

  private static long version(Row row) {
    return Long.parseLong(Keys.last(row.key()));
  }

  private static String key(String taskId, long version) {
    return Keys.of(taskId, Keys.number(version));
  }

  @Override
  public Future<Optional<StateSnapshot>> latest(String taskId) {
    return first(taskId, snapshot -> true);
  }

  @Override
  public Future<Optional<StateSnapshot>> find(String taskId, long version) {
    return version < 1
        ? Future.succeededFuture(Optional.empty())
        : store.read(rows -> read(rows, key(taskId, version)));
  }

  private static Optional<StateSnapshot> read(RowReader rows, String key) {
    return rows.get(Table.SNAPSHOTS, key)
        .flatMap(row -> Seal.open(Table.SNAPSHOTS, key, row))
        .map(TaskJson::snapshot);
  }

  @Override
  public Future<Optional<StateSnapshot>> find(String taskId, String snapshotId) {
    return first(taskId, snapshot -> snapshot.id().equals(snapshotId));
  }

  private Future<Optional<StateSnapshot>> first(String taskId, Predicate<StateSnapshot> wanted) {
    return store
        .read(rows -> down(rows, taskId, VERSIONS).toList())
        .map(
            found ->
                found.stream()
                    .map(row -> Seal.open(Table.SNAPSHOTS, row))
                    .flatMap(Optional::stream)
                    .map(TaskJson::snapshot)
                    .filter(wanted)
                    .findFirst());
  }

  @Override
  public Future<List<Long>> versions(String taskId) {
    return store
        .read(
            rows ->
                rows.range(
                    Table.SNAPSHOTS, Keys.from(taskId), Keys.behind(taskId), Integer.MAX_VALUE))
        .map(found -> found.stream().map(KeptSnapshots::version).toList());
  }

  @Override
  public Future<Boolean> delete(String taskId, long version) {
    return version < 1
        ? Future.succeededFuture(false)
        : store.ask(rows -> delete(rows, taskId, key(taskId, version)));
  }

  private boolean delete(RowWriter rows, String taskId, String key) {
    boolean there = rows.get(Table.SNAPSHOTS, key).isPresent();
    rows.delete(Table.SNAPSHOTS, key);
    if (there && newest(rows, taskId) == 0) {
      ages.forget(rows, taskId);
    }
    return there;
  }

  @Override
  public Future<Boolean> delete(String taskId) {
    return store.ask(rows -> forget(rows, taskId));
  }

  boolean forget(RowWriter rows, String taskId) {
    ages.forget(rows, taskId);
    return store.deleteAll(rows, Table.SNAPSHOTS, Keys.from(taskId), Keys.behind(taskId));
  }

  int trim(RowWriter rows) {
    return trim.run(rows, store.times().nowMicros(), (writer, row) -> forget(writer, row.value()));
  }

  void restore(RowWriter rows, String key, JsonObject row) {
    rows.put(Table.SNAPSHOTS, key, Seal.close(row));
    ages.touch(rows, row.getString("task_id"));
  }
}
