package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Tells how a task is getting on.
 *
 * @param taskId the task
 * @param updateType what the update tells
 * @param status the task's state
 * @param progress free; {@code percent}, if there, is a number from 0 to 100
 * @param inputRequest what the task asks for while it waits
 */
public record TaskUpdate(
    String taskId,
    UpdateType updateType,
    TaskStatus status,
    @Nullable JsonObject progress,
    @Nullable JsonObject inputRequest)
    implements Payload {
  /** Refuses missing parts. */
  public TaskUpdate {
    requireNonNull(taskId, "taskId");
    requireNonNull(updateType, "updateType");
    requireNonNull(status, "status");
  }
}
