package dev.roost.platform.discovery;

import dev.roost.protocol.AgentUrn;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory at one moment: one route for each agent.
 *
 * @param listing the same in the order of their names
 */
record DirectorySnapshot(Map<AgentUrn, AgentRoute> byUrn, AgentListing listing) {
  static final DirectorySnapshot EMPTY =
      new DirectorySnapshot(Map.of(), new AgentListing(List.of(), Instant.EPOCH));

  /** This node first; there the newest generation. Elsewhere the choice is only a stable one. */
  private static final Comparator<AgentRoute> PREFERENCE =
      Comparator.comparing(AgentRoute::isLocal)
          .thenComparing(AgentRoute::generation)
          .thenComparing(AgentRoute::node);

  List<AgentRoute> sorted() {
    return listing.agents();
  }

  @Nullable AgentRoute find(AgentUrn urn) {
    return byUrn.get(urn);
  }

  /** The same, except that {@code urn} is now reached by the best of {@code routes}. */
  DirectorySnapshot with(AgentUrn urn, Collection<AgentRoute> routes) {
    Optional<AgentRoute> best = routes.stream().max(PREFERENCE);
    AgentRoute current = byUrn.get(urn);
    if (best.orElse(null) == current) {
      return this;
    }
    Map<AgentUrn, AgentRoute> copy = new HashMap<>(byUrn);
    best.ifPresentOrElse(route -> copy.put(urn, route), () -> copy.remove(urn));
    List<AgentRoute> order =
        copy.values().stream().sorted(Comparator.comparing(AgentRoute::urn)).toList();
    return new DirectorySnapshot(
        copy, new AgentListing(order, Instant.now().truncatedTo(ChronoUnit.MILLIS)));
  }
}
