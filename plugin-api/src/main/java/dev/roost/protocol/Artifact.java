package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * Something a task made.
 *
 * @param id the artifact
 * @param taskId the task
 * @param name for people
 * @param parts ids of the parts, in order
 * @param createdAt when it was made
 */
public record Artifact(
    String id, String taskId, String name, List<String> parts, Instant createdAt) {
  /** Refuses missing parts and copies the list. */
  public Artifact {
    requireNonNull(id, "id");
    requireNonNull(taskId, "taskId");
    requireNonNull(name, "name");
    parts = List.copyOf(parts);
    requireNonNull(createdAt, "createdAt");
  }
}
