package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A reference to an agent.
 *
 * @param id the agent
 * @param manifestUri where its manifest is
 * @param capabilities such as {@code task.execute}; at least one
 */
public record Agent(AgentUrn id, String manifestUri, List<String> capabilities) {
  /** Refuses missing parts and copies the list. */
  public Agent {
    requireNonNull(id, "id");
    requireNonNull(manifestUri, "manifestUri");
    capabilities = List.copyOf(capabilities);
  }
}
