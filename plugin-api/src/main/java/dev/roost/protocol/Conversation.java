package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks and messages that belong together.
 *
 * @param id the conversation
 * @param participants who takes part; at least one
 * @param createdAt when it began
 * @param metadata more about it
 */
public record Conversation(
    String id, List<String> participants, Instant createdAt, @Nullable Metadata metadata) {
  /** Refuses missing parts and copies the list. */
  public Conversation {
    requireNonNull(id, "id");
    participants = List.copyOf(participants);
    requireNonNull(createdAt, "createdAt");
  }

  /**
   * More about a conversation.
   *
   * @param purpose what it is for
   * @param ttlHours how long it is kept, in hours, at least 1
   * @param source where it came from
   * @param timestamp free text
   * @param tags words to find it by
   */
  public record Metadata(
      @Nullable String purpose,
      @Nullable Long ttlHours,
      @Nullable String source,
      @Nullable String timestamp,
      @Nullable List<String> tags) {}
}
