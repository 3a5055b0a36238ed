package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a snapshot of a task's state.
 *
 * @param taskId the task
 * @param version which version; the newest when absent
 */
public record StateQuery(String taskId, @Nullable Long version) implements Payload {
  /** Refuses missing parts. */
  public StateQuery {
    requireNonNull(taskId, "taskId");
  }
}
