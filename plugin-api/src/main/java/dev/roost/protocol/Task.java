package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work, as it is shown to others.
 *
 * @param id the task
 * @param conversationId the conversation that it belongs to
 * @param parentTaskId the task that asked for it
 * @param status its state
 * @param depth how many tasks stand above it, 0 to {@value #MAX_DEPTH}
 * @param progress free
 * @param createdAt when it was accepted
 * @param updatedAt when it last changed
 */
public record Task(
    String id,
    String conversationId,
    @Nullable String parentTaskId,
    TaskStatus status,
    long depth,
    @Nullable JsonObject progress,
    Instant createdAt,
    Instant updatedAt) {
  /** The greatest depth of tasks that ask for tasks. */
  public static final int MAX_DEPTH = 10;

  /** Refuses missing parts. */
  public Task {
    requireNonNull(id, "id");
    requireNonNull(conversationId, "conversationId");
    requireNonNull(status, "status");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(updatedAt, "updatedAt");
  }
}
