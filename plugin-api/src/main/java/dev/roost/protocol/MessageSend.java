package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Adds a message to a task.
 *
 * @param taskId the task
 * @param messageId the message
 * @param sender who wrote it; the protocol does not ask for a URN here
 * @param role in which role
 * @param parts ids of the parts, in order
 */
public record MessageSend(
    String taskId, String messageId, String sender, Role role, List<String> parts)
    implements Payload {
  /** Refuses missing parts and copies the list. */
  public MessageSend {
    requireNonNull(taskId, "taskId");
    requireNonNull(messageId, "messageId");
    requireNonNull(sender, "sender");
    requireNonNull(role, "role");
    parts = List.copyOf(parts);
  }
}
