package dev.roost.platform.task;

import dev.roost.spi.TaskRecord;
import java.util.Optional;

/** Knows who wants to be told of tasks. */
public interface TaskWatches {
  /** Of tasks that nobody wants to be told of. */
  TaskWatches NONE = left -> Optional.empty();

  /** The watch of a durable task that another process has left. */
  Optional<TaskWatch> of(TaskRecord left);
}
