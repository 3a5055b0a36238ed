package dev.roost.platform.discovery;

import dev.roost.client.AsapClient;
import dev.roost.client.AsapClientBuilder;
import dev.roost.client.TokenProvider;
import dev.roost.client.manifest.ManifestKey;
import dev.roost.client.manifest.ManifestTrust;
import dev.roost.outbound.OutboundGuard;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The agents elsewhere that the configuration names, and those in registries that it names. Their
 * clients share connections, caches and circuits.
 */
public final class RemoteAgents {
  /** How long a stop waits until they have heard that their answers are not wanted any more. */
  private static final long FAREWELL_MILLIS = 1_000;

  private static final RemoteAgents NONE =
      new RemoteAgents(Map.of(), Optional.empty(), () -> Future.succeededFuture());

  private final Map<AgentUrn, RemotePeer> peers;
  private final Optional<RegistryAgents> listed;
  private final Supplier<Future<Void>> closing;

  private RemoteAgents(
      Map<AgentUrn, RemotePeer> peers,
      Optional<RegistryAgents> listed,
      Supplier<Future<Void>> closing) {
    this.peers = peers;
    this.listed = listed;
    this.closing = closing;
  }

  /** Nobody elsewhere. */
  public static RemoteAgents none() {
    return NONE;
  }

  /**
   * Those of a configuration; nothing is connected to yet.
   *
   * @param guard says which URLs may be used
   */
  public static RemoteAgents of(Vertx vertx, RemoteConfig config, OutboundGuard guard) {
    return of(vertx, config, guard, List.of());
  }

  /**
   * The same, with those that others list.
   *
   * @param lists beside the registries of the configuration
   */
  public static RemoteAgents of(
      Vertx vertx, RemoteConfig config, OutboundGuard guard, List<AgentList> lists) {
    Optional<RegistryAgents> listed =
        config.registries().isEmpty() && lists.isEmpty()
            ? Optional.empty()
            : Optional.of(RegistryAgents.of(vertx, config, guard, lists));
    List<RemoteAgent> agents = config.agents();
    if (agents.isEmpty()) {
      return listed.isEmpty()
          ? NONE
          : new RemoteAgents(Map.of(), listed, () -> Future.succeededFuture());
    }
    AsapClient client =
        client(vertx, agents.get(0).url(), config, guard)
            .tokens(tokens(agents))
            .manifestTrust(trust(agents))
            .build();
    Map<AgentUrn, RemotePeer> peers = new TreeMap<>();
    for (RemoteAgent agent : agents) {
      AsapClient there = client.at(agent.url(), agent.transport());
      peers.put(agent.urn(), new RemotePeer(vertx, agent, there));
    }
    return new RemoteAgents(peers, listed, client::close);
  }

  static AsapClientBuilder client(
      Vertx vertx, String url, RemoteConfig config, OutboundGuard guard) {
    AsapClientBuilder builder = AsapClient.builder(url).vertx(vertx).guard(guard);
    return config.revocationList().map(builder::revocationList).orElse(builder);
  }

  /** Each peer sees its own token. */
  private static TokenProvider tokens(List<RemoteAgent> agents) {
    Map<String, Secret> byUrl = new HashMap<>();
    agents.forEach(agent -> agent.token().ifPresent(token -> byUrl.put(agent.url(), token)));
    return baseUrl -> Future.succeededFuture(Optional.ofNullable(byUrl.get(baseUrl)));
  }

  /** Who signs for those that must be signed for. */
  private static ManifestTrust trust(List<RemoteAgent> agents) {
    Map<String, Set<ManifestKey>> byUrl = new HashMap<>();
    agents.stream()
        .filter(RemoteAgent::mustBeSigned)
        .forEach(agent -> byUrl.put(agent.url(), agent.manifestKeys()));
    return baseUrl -> Optional.ofNullable(byUrl.get(baseUrl));
  }

  /** The agent of that name. */
  Optional<RemotePeer> find(AgentUrn urn) {
    return Optional.ofNullable(peers.get(urn));
  }

  /** The agent of that name in a registry. */
  Future<Optional<RemotePeer>> findListed(AgentUrn urn) {
    return listed
        .map(registries -> registries.find(urn))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  /** Those in registries that have a skill. */
  Future<List<AgentUrn>> listed(String skillId) {
    return listed
        .map(registries -> registries.bySkill(skillId))
        .orElseGet(() -> Future.succeededFuture(List.of()));
  }

  /** Those that the configuration names, by name. */
  Collection<RemotePeer> all() {
    return peers.values();
  }

  /** Cancels what they still do for agents of this platform, and gives up the connections. */
  Future<Void> close() {
    Future<?> told =
        Future.join(
            Stream.concat(
                    peers.values().stream(), listed.stream().flatMap(all -> all.known().stream()))
                .map(RemotePeer::giveUp)
                .toList());
    return Deadlines.within(FAREWELL_MILLIS, told, "no answer to a cancellation")
        .transform(any -> Deadlines.within(FAREWELL_MILLIS, closed(), "still connected"))
        .otherwiseEmpty();
  }

  private Future<Void> closed() {
    return closing
        .get()
        .eventually(() -> listed.map(RegistryAgents::close).orElseGet(Future::succeededFuture));
  }
}
