package dev.roost.agent;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.Envelope;

/**
 * A task on its way to the verticle that runs it: the message on {@code roost.agent.<urn>}.
 *
 * @param taskId the id that the server gave the task
 * @param envelope the request
 * @param deadlineMillis when the answer is no longer wanted, in milliseconds since the epoch
 * @param attempt 1 for the first run, more after a takeover
 */
public record Assignment(String taskId, Envelope envelope, long deadlineMillis, int attempt) {
  /** Refuses missing parts. */
  public Assignment {
    requireNonNull(taskId, "taskId");
    requireNonNull(envelope, "envelope");
  }
}
