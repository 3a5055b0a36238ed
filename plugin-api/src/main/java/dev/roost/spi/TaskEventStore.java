package dev.roost.spi;

import io.vertx.core.Future;
import java.util.List;

/**
 * Keeps the logs of tasks. Besides what {@link StateBackend} says:
 *
 * <ul>
 *   <li>A log is read in the order of {@link TaskEvent#sequence()}, in whatever order it came
 *       within a call. There may be gaps.
 *   <li>An entry whose sequence is not greater than that of the newest one kept is left out, so
 *       that a call can be repeated.
 *   <li>A log goes with its task. Of logs without a record, a full store forgets those first that
 *       were not written to for the longest time.
 * </ul>
 */
public interface TaskEventStore {
  /** Appends to a task's log, all or nothing. */
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
