package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * A message as a transport brought it.
 *
 * @param body the JSON-RPC text, whole, no longer compressed
 * @param agent the agent that the transport's own address names; empty if it names none
 * @param idempotencyKey the caller's key for "the same request again", if the transport carries one
 *     beside the message; it says nothing about a batch
 */
public record Frame(Buffer body, Optional<AgentUrn> agent, Optional<String> idempotencyKey) {
  /** Refuses missing parts. */
  public Frame {
    requireNonNull(body, "body");
    requireNonNull(agent, "agent");
    requireNonNull(idempotencyKey, "idempotencyKey");
  }

  /** The same for one message of several: what came beside them names none of them. */
  public Frame inBatch() {
    return idempotencyKey.isEmpty() ? this : new Frame(body, agent, Optional.empty());
  }
}
