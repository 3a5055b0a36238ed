package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * The state of a task at one moment.
 *
 * @param id the snapshot
 * @param taskId the task
 * @param version counts up from 1
 * @param data the state
 * @param checkpoint whether the task may go on from here
 * @param createdAt when it was taken
 */
public record StateSnapshot(
    String id,
    String taskId,
    long version,
    JsonObject data,
    boolean checkpoint,
    Instant createdAt) {
  /** Refuses missing parts. */
  public StateSnapshot {
    requireNonNull(id, "id");
    requireNonNull(taskId, "taskId");
    requireNonNull(data, "data");
    requireNonNull(createdAt, "createdAt");
  }
}
