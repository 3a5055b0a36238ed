package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

/**
 * Asks that a task go on from a snapshot.
 *
 * @param taskId the task
 * @param snapshotId the snapshot
 */
public record StateRestore(String taskId, String snapshotId) implements Payload {
  /** Refuses missing parts. */
  public StateRestore {
    requireNonNull(taskId, "taskId");
    requireNonNull(snapshotId, "snapshotId");
  }
}
