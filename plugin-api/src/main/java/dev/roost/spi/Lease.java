package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The right to work on a task for a while.
 *
 * @param taskId the task
 * @param holder who has it
 * @param fence greater than that of every earlier lease of the task
 * @param expiresAt when others may take it
 */
public record Lease(String taskId, String holder, long fence, Instant expiresAt) {
  /** Refuses missing parts. */
  public Lease {
    requireNonNull(taskId, "taskId");
    requireNonNull(holder, "holder");
    requireNonNull(expiresAt, "expiresAt");
  }
}
