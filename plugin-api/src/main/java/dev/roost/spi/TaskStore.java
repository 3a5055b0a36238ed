package dev.roost.spi;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Keeps the records of tasks. A store may be bounded; it then forgets those that ended first. Any
 * thread may call it; nothing blocks.
 */
public interface TaskStore {
  /** Keeps a record, in the place of one with the same task id. */
  Future<Void> save(TaskRecord task);

  /** The record of a task. */
  Future<Optional<TaskRecord>> find(String taskId);

  /** The record of the task that {@code owner} began with the envelope {@code requestId}. */
  Future<Optional<TaskRecord>> findByRequest(String owner, String requestId);
}
