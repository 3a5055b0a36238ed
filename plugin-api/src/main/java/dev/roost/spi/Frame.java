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
 */
public record Frame(Buffer body, Optional<AgentUrn> agent) {
  /** Refuses missing parts. */
  public Frame {
    requireNonNull(body, "body");
    requireNonNull(agent, "agent");
  }
}
