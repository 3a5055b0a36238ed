package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Answers a {@link TaskRequest}.
 *
 * @param taskId the id that the server gave the task
 * @param status the task's state
 * @param result what the skill answered
 * @param finalState the state that the skill left behind
 * @param metrics what the task cost
 */
public record TaskResponse(
    String taskId,
    TaskStatus status,
    @Nullable JsonObject result,
    @Nullable JsonObject finalState,
    @Nullable TaskMetrics metrics)
    implements Payload {
  /** Refuses missing parts. */
  public TaskResponse {
    requireNonNull(taskId, "taskId");
    requireNonNull(status, "status");
  }

  /** The answer of a task that ended well. */
  public static TaskResponse completed(String taskId, JsonObject result) {
    return new TaskResponse(taskId, TaskStatus.COMPLETED, result, null, null);
  }
}
