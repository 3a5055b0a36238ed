package dev.roost.platform.state;

import dev.roost.spi.Admission;
import dev.roost.spi.IdempotencyStore;
import dev.roost.spi.Lease;
import dev.roost.spi.TaskChange;
import dev.roost.spi.TaskEvent;
import dev.roost.spi.TaskRecord;
import dev.roost.spi.TaskStore;
import dev.roost.spi.TaskWork;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Records of tasks in rows. */
final class KeptTasks implements TaskStore {
  private final Store store;
  private final KeptEvents events;
  private final KeptSnapshots snapshots;
  private final KeptClaims claims;
  private final KeptOutbox outbox;
  private final KeptLeases leases;
  private final Ages ended;
  private final Trim trim;

  KeptTasks(
      Store store,
      KeptEvents events,
      KeptSnapshots snapshots,
      KeptClaims claims,
      KeptOutbox outbox,
      KeptLeases leases) {
    this.store = store;
    this.events = events;
    this.snapshots = snapshots;
    this.claims = claims;
    this.outbox = outbox;
    this.leases = leases;
    this.ended = new Ages(Table.TASK_AGES, Table.TASK_ORDER, store.times());
    this.trim = new Trim(Table.TASK_ORDER, rows -> rows.bytes(Table.TASKS), store.limits().tasks());
  }

  KeptLeases leases() {
    return leases;
  }

  @Override
  public Future<Void> save(TaskRecord task) {
    String row = Seal.close(TaskJson.of(task));
    return store.write(rows -> put(rows, task, row));
  }

  private void put(RowWriter rows, TaskRecord record, String row) {
    String id = record.task().id();
    rows.put(Table.TASKS, Keys.of(id), row);
    rows.put(Table.TASK_REQUESTS, request(record.owner(), record.requestId()), id);
    if (record.outcome().isPresent()) {
      ended.touch(rows, id);
      store.trimAtOnce(rows, this::trim);
    }
  }

  @Override
  public Future<Admission> admit(
      TaskRecord task, List<TaskEvent> log, String fingerprint, String holder, Duration length) {
    String row = Seal.close(TaskJson.of(task));
    String id = task.task().id();
    List<KeptEvents.Put> entries = KeptEvents.puts(id, log);
    Optional<IdempotencyStore.Key> key = task.work().flatMap(TaskWork::key);
    return store.ask(
        rows -> {
          Optional<IdempotencyStore.Claim> taken =
              key.map(one -> claims.claim(rows, one, fingerprint, id))
                  .filter(claim -> !claim.taskId().equals(id));
          if (taken.isPresent()) {
            return new Admission.Known(taken.get());
          }
          events.append(rows, id, entries);
          put(rows, task, row);
          return new Admission.Taken(leases.acquire(rows, id, holder, length).orElseThrow());
        });
  }

  @Override
  public Future<Void> commit(TaskChange change) {
    String row = Seal.close(TaskJson.of(change.task()));
    String id = change.task().task().id();
    List<KeptEvents.Put> entries = KeptEvents.puts(id, change.events());
    return store.write(
        rows -> {
          change.lease().ifPresent(lease -> leases.check(rows, lease));
          outbox.add(rows, change.outbox());
          events.append(rows, id, entries);
          change.settlement().ifPresent(end -> settle(rows, end));
          put(rows, change.task(), row);
          change
              .lease()
              .filter(lease -> change.task().outcome().isPresent())
              .ifPresent(lease -> leases.release(rows, lease));
        });
  }

  private void settle(RowWriter rows, TaskChange.Settlement end) {
    end.outcome()
        .ifPresentOrElse(
            outcome -> claims.settle(rows, end.key(), outcome),
            () -> claims.release(rows, end.key()));
  }

  @Override
  public Future<Optional<TaskRecord>> find(String taskId) {
    return store.read(rows -> find(rows, taskId));
  }

  @Override
  public Future<Optional<TaskRecord>> findByRequest(String owner, String requestId) {
    return store.read(
        rows ->
            rows.get(Table.TASK_REQUESTS, request(owner, requestId)).flatMap(id -> find(rows, id)));
  }

  private static Optional<TaskRecord> find(RowReader rows, String taskId) {
    String key = Keys.of(taskId);
    return rows.get(Table.TASKS, key)
        .flatMap(row -> Seal.open(Table.TASKS, key, row))
        .map(TaskJson::record);
  }

  @Override
  public Future<Optional<Lease>> acquire(String taskId, String holder, Duration length) {
    return store.ask(rows -> leases.acquire(rows, taskId, holder, length));
  }

  @Override
  public Future<Optional<Lease>> renew(Lease lease, Duration length) {
    return store.ask(rows -> leases.renew(rows, lease, length));
  }

  @Override
  public Future<List<Lease>> renew(List<Lease> held, Duration length) {
    List<Lease> all = List.copyOf(held);
    return store.ask(rows -> leases.renew(rows, all, length));
  }

  @Override
  public Future<Void> release(Lease lease) {
    return store.write(rows -> leases.release(rows, lease));
  }

  @Override
  public Future<List<Lease>> lapsed(Optional<Lease> after, int limit) {
    return store.read(rows -> leases.lapsed(rows, after, limit));
  }

  int trim(RowWriter rows) {
    return trim.run(rows, store.times().nowMicros(), (writer, row) -> forget(writer, row.value()));
  }

  private void forget(RowWriter rows, String id) {
    find(rows, id).ifPresent(record -> forgetRequest(rows, record));
    rows.delete(Table.TASKS, Keys.of(id));
    ended.forget(rows, id);
    events.forget(rows, id);
    snapshots.forget(rows, id);
    leases.forget(rows, id);
  }

  private static void forgetRequest(RowWriter rows, TaskRecord record) {
    String request = request(record.owner(), record.requestId());
    if (rows.get(Table.TASK_REQUESTS, request).equals(Optional.of(record.task().id()))) {
      rows.delete(Table.TASK_REQUESTS, request);
    }
  }

  private static String request(String owner, String requestId) {
    return Keys.hash(owner, requestId);
  }

  void restore(RowWriter rows, String key, JsonObject row) {
    put(rows, TaskJson.record(row), Seal.close(row));
  }
}
