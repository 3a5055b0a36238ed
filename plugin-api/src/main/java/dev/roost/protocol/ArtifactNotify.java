package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Tells that a task made an artifact.
 *
 * @param artifactId the artifact
 * @param taskId the task
 * @param name a name for people
 */
public record ArtifactNotify(String artifactId, String taskId, @Nullable String name)
    implements Payload {
  /** Refuses missing parts. */
  public ArtifactNotify {
    requireNonNull(artifactId, "artifactId");
    requireNonNull(taskId, "taskId");
  }
}
