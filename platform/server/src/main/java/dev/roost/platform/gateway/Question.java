package dev.roost.platform.gateway;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.task.Durability;
import dev.roost.platform.task.TaskWatch;
import dev.roost.platform.webhook.Callbacks;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.spi.IdempotencyStore;
import dev.roost.spi.Principal;
import java.util.Optional;

/**
 * A message that has passed all checks.
 *
 * @param envelope the message
 * @param principal who asks
 * @param agent who is to answer
 * @param addressed the agent that the transport's own address names
 * @param key the caller's name for the request
 * @param watched whether somebody wants to be told of its task
 * @param watch who that is; empty until he is known
 * @param durability whether its task is to outlive this process
 * @param accepted tells the caller that it will be done; of a durable task when it is kept, else it
 *     has been told
 * @param from the sequence behind which the chunks of the answer are to begin
 */
record Question(
    Envelope envelope,
    Principal principal,
    AgentUrn agent,
    Optional<AgentUrn> addressed,
    Optional<IdempotencyStore.Key> key,
    boolean watched,
    Optional<TaskWatch> watch,
    Durability durability,
    Runnable accepted,
    long from) {
  Question {
    requireNonNull(envelope, "envelope");
    requireNonNull(principal, "principal");
    requireNonNull(agent, "agent");
    requireNonNull(addressed, "addressed");
    requireNonNull(key, "key");
    requireNonNull(watch, "watch");
    requireNonNull(durability, "durability");
    requireNonNull(accepted, "accepted");
  }

  /** The same, watched, without what its envelope said about that. */
  Question watchedBy(Callbacks.Taken taken) {
    return new Question(
        taken.envelope(),
        principal,
        agent,
        addressed,
        key,
        watched,
        Optional.of(taken.watch()),
        durability,
        accepted,
        from);
  }

  boolean isDurable() {
    return durability == Durability.DURABLE;
  }

  String owner() {
    return principal.subject();
  }
}
