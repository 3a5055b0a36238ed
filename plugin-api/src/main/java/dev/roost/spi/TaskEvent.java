package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.Payload;
import java.time.Instant;

/**
 * One entry of a task's log.
 *
 * @param sequence counts up from 1 within the task
 * @param at when it happened
 * @param payload what happened: a {@link dev.roost.protocol.TaskUpdate} (states, progress), {@link
 *     dev.roost.protocol.TaskStream} (a chunk), {@link dev.roost.protocol.ArtifactNotify}, {@link
 *     dev.roost.protocol.MessageSend} (the caller's input), or {@link
 *     dev.roost.protocol.TaskResponse}, which is the last
 */
public record TaskEvent(long sequence, Instant at, Payload payload) {
  /** Refuses missing parts. */
  public TaskEvent {
    requireNonNull(at, "at");
    requireNonNull(payload, "payload");
  }
}
