package dev.roost.platform.discovery;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.maxBy;

import dev.roost.protocol.AgentUrn;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The directory at one moment: one route for each agent, and for one that is on other nodes only,
 * those to all of them.
 *
 * @param listing the routes in the order of the agents' names
 */
record DirectorySnapshot(
    Map<AgentUrn, AgentRoute> byUrn,
    AgentListing listing,
    Map<AgentUrn, List<AgentRoute>> elsewhere) {
  static final DirectorySnapshot EMPTY =
      new DirectorySnapshot(Map.of(), new AgentListing(List.of(), Instant.EPOCH), Map.of());

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

  /** The same; of an agent on other nodes, the one whose turn it is. */
  @Nullable AgentRoute next(AgentUrn urn, int turn) {
    AgentRoute best = byUrn.get(urn);
    if (best == null || best.isLocal()) {
      return best;
    }
    List<AgentRoute> all = elsewhere.getOrDefault(urn, List.of(best));
    return all.get(Math.floorMod(turn, all.size()));
  }

  /** The same, except that {@code urn} is now reached by the best of {@code routes}. */
  DirectorySnapshot with(AgentUrn urn, Collection<AgentRoute> routes) {
    AgentRoute best = routes.stream().max(PREFERENCE).orElse(null);
    Map<AgentUrn, List<AgentRoute>> others = with(urn, best, routes);
    if (best == byUrn.get(urn)) {
      return others.equals(elsewhere) ? this : new DirectorySnapshot(byUrn, listing, others);
    }
    Map<AgentUrn, AgentRoute> copy = new HashMap<>(byUrn);
    if (best == null) {
      copy.remove(urn);
    } else {
      copy.put(urn, best);
    }
    List<AgentRoute> order =
        copy.values().stream().sorted(Comparator.comparing(AgentRoute::urn)).toList();
    return new DirectorySnapshot(
        copy, new AgentListing(order, Instant.now().truncatedTo(ChronoUnit.MILLIS)), others);
  }

  private Map<AgentUrn, List<AgentRoute>> with(
      AgentUrn urn, @Nullable AgentRoute best, Collection<AgentRoute> routes) {
    List<AgentRoute> newest =
        best == null || best.isLocal()
            ? List.of()
            : routes.stream()
                .collect(groupingBy(AgentRoute::node, TreeMap::new, maxBy(PREFERENCE)))
                .values()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    List<AgentRoute> known = elsewhere.getOrDefault(urn, List.of());
    if (newest.size() < 2 && known.isEmpty() || newest.equals(known)) {
      return elsewhere;
    }
    Map<AgentUrn, List<AgentRoute>> copy = new HashMap<>(elsewhere);
    copy.remove(urn);
    if (newest.size() > 1) {
      copy.put(urn, newest);
    }
    return copy;
  }
}
