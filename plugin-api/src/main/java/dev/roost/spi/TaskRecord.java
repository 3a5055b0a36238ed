package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Task;
import java.util.Optional;

/**
 * A task as it is kept and shown.
 *
 * @param task its id, state and times
 * @param agent who runs it
 * @param sender who asked for it, as the envelope said
 * @param owner the {@link Principal#subject() subject} who may see it
 * @param requestId the id of the envelope that began it
 * @param lastSequence the sequence of the newest entry of its log
 * @param outcome how it ended; empty while it runs
 * @param work what it takes to run it again; empty if it has ended, or ends with its process
 */
public record TaskRecord(
    Task task,
    AgentUrn agent,
    AgentUrn sender,
    String owner,
    String requestId,
    long lastSequence,
    Optional<Outcome> outcome,
    Optional<TaskWork> work) {
  /** Refuses missing parts. */
  public TaskRecord {
    requireNonNull(task, "task");
    requireNonNull(agent, "agent");
    requireNonNull(sender, "sender");
    requireNonNull(owner, "owner");
    requireNonNull(requestId, "requestId");
    requireNonNull(outcome, "outcome");
    requireNonNull(work, "work");
  }

  /** A task that has ended, or ends with its process. */
  public TaskRecord(
      Task task,
      AgentUrn agent,
      AgentUrn sender,
      String owner,
      String requestId,
      long lastSequence,
      Optional<Outcome> outcome) {
    this(task, agent, sender, owner, requestId, lastSequence, outcome, Optional.empty());
  }
}
