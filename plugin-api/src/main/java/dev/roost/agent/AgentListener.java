package dev.roost.agent;

import dev.roost.protocol.AgentUrn;

/** Is told when agents come and go. Called on the context of the agent that listens. */
public interface AgentListener {
  /** An agent can be called from now on. */
  void came(AgentUrn agent);

  /** An agent cannot be called any more, or not for that. Does nothing by default. */
  default void left(AgentUrn agent) {}
}
