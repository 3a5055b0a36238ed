package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * All agents that a node can reach, at one moment.
 *
 * @param agents one route each, by name
 * @param since when that last changed
 */
public record AgentListing(List<AgentRoute> agents, Instant since) {
  /** Copies the list. */
  public AgentListing {
    agents = List.copyOf(agents);
    requireNonNull(since, "since");
  }
}
