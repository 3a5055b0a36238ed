package dev.roost.spi;

import io.vertx.core.Future;
import java.util.List;

/**
 * Keeps the logs of tasks. A store may be bounded; it then forgets the logs of those that ended
 * first. Any thread may call it; nothing blocks.
 */
public interface TaskEventStore {
  /** Appends to a task's log, in the order of {@link TaskEvent#sequence()}. */
  Future<Void> append(String taskId, List<TaskEvent> events);

  /**
   * Reads a task's log.
   *
   * @param after only entries with a greater sequence
   * @param limit at most so many
   * @return in order; empty if there are none or the task is not known
   */
  Future<List<TaskEvent>> read(String taskId, long after, int limit);
}
