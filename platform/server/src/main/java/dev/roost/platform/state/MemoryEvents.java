package dev.roost.platform.state;

import dev.roost.spi.TaskEvent;
import dev.roost.spi.TaskEventStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Logs of tasks in memory. */
final class MemoryEvents implements TaskEventStore {
  static final int MAX_LOGS = 10_000;
  static final long MAX_BYTES = 16L << 20;

  private final BoundedMap<String, List<TaskEvent>> logs;

  MemoryEvents(int maxLogs, long maxBytes) {
    this.logs = new BoundedMap<>(maxLogs, maxBytes, (id, log) -> {});
  }

  @Override
  public synchronized Future<Void> append(String taskId, List<TaskEvent> events) {
    List<TaskEvent> before = logs.get(taskId);
    List<TaskEvent> log = events;
    if (before != null) {
      log = new ArrayList<>(before);
      log.addAll(events);
    }
    logs.put(taskId, List.copyOf(log), Weights.of(log));
    return Future.succeededFuture();
  }

  @Override
  public Future<List<TaskEvent>> read(String taskId, long after, int limit) {
    List<TaskEvent> log = logs.get(taskId);
    return Future.succeededFuture(
        log == null
            ? List.of()
            : log.stream().filter(event -> event.sequence() > after).limit(limit).toList());
  }
}
