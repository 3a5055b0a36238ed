package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * Something said in a task.
 *
 * @param id the message
 * @param taskId the task
 * @param sender who said it
 * @param role in which role
 * @param parts ids of the parts, in order
 * @param timestamp when
 */
public record Message(
    String id, String taskId, String sender, Role role, List<String> parts, Instant timestamp) {
  /** Refuses missing parts and copies the list. */
  public Message {
    requireNonNull(id, "id");
    requireNonNull(taskId, "taskId");
    requireNonNull(sender, "sender");
    requireNonNull(role, "role");
    parts = List.copyOf(parts);
    requireNonNull(timestamp, "timestamp");
  }
}
