package dev.roost.agent;

/** What an agent listens by; see {@link AgentVerticle#watchAgents}. */
public interface AgentWatch {
  /** Nothing more is told. Ending it again does nothing. */
  void end();
}
