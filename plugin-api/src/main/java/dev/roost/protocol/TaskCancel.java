package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Asks that a task end.
 *
 * @param taskId the task
 * @param reason why, for people
 */
public record TaskCancel(String taskId, @Nullable String reason) implements Payload {
  /** Refuses missing parts. */
  public TaskCancel {
    requireNonNull(taskId, "taskId");
  }
}
