package dev.roost.platform.state;

import dev.roost.spi.TaskRecord;
import dev.roost.spi.TaskStore;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Records of tasks in memory. */
final class MemoryTasks implements TaskStore {
  static final int MAX_TASKS = 10_000;
  static final long MAX_BYTES = 16L << 20;

  private final Map<String, String> byRequest = new ConcurrentHashMap<>();
  private final BoundedMap<String, TaskRecord> records;

  MemoryTasks(int maxTasks, long maxBytes) {
    this.records = new BoundedMap<>(maxTasks, maxBytes, (id, record) -> forget(record));
  }

  @Override
  public Future<Void> save(TaskRecord task) {
    long bytes = task.outcome().map(Weights::of).orElse(0L);
    byRequest.put(request(task.owner(), task.requestId()), task.task().id());
    records.put(task.task().id(), task, bytes);
    return Future.succeededFuture();
  }

  @Override
  public Future<Optional<TaskRecord>> find(String taskId) {
    return Future.succeededFuture(Optional.ofNullable(records.get(taskId)));
  }

  @Override
  public Future<Optional<TaskRecord>> findByRequest(String owner, String requestId) {
    String taskId = byRequest.get(request(owner, requestId));
    return taskId == null ? Future.succeededFuture(Optional.empty()) : find(taskId);
  }

  private void forget(TaskRecord record) {
    byRequest.remove(request(record.owner(), record.requestId()), record.task().id());
  }

  private static String request(String owner, String requestId) {
    return owner + '\n' + requestId;
  }
}
