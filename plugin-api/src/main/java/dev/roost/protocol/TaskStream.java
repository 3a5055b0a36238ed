package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One chunk of a streamed result.
 *
 * @param chunk the text, empty by default
 * @param progress how far the task is, 0 to 1
 * @param last whether nothing follows ({@code final} on the wire, where it is always written)
 * @param status the task's state
 */
public record TaskStream(
    String chunk, @Nullable Double progress, boolean last, @Nullable TaskStatus status)
    implements Payload {
  /** Refuses missing parts. */
  public TaskStream {
    requireNonNull(chunk, "chunk");
  }
}
