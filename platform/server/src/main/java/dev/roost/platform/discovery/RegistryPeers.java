package dev.roost.platform.discovery;

import dev.roost.client.AsapClient;
import dev.roost.client.registry.RegistryEntry;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The peers that registries have led to. Any thread may use it. */
final class RegistryPeers {
  /** How many are known at once; of those that do nothing, the one known the longest goes. */
  static final int MAX = 1_000;

  private static final String TRANSPORT = "http";
  private static final Logger LOG = LoggerFactory.getLogger(RegistryPeers.class);

  private final Vertx vertx;
  private final AsapClient client;
  private final Map<AgentUrn, RemotePeer> peers = new LinkedHashMap<>();

  RegistryPeers(Vertx vertx, AsapClient client) {
    this.vertx = vertx;
    this.client = client;
  }

  /** The peer where an entry says that it is; empty if that is nowhere, or there are too many. */
  synchronized Optional<RemotePeer> of(RegistryEntry entry) {
    try {
      RemoteAgent agent =
          new RemoteAgent(
              entry.id(), entry.baseUrl().orElse(""), TRANSPORT, Optional.empty(), Set.of());
      RemotePeer known = peers.get(agent.urn());
      return known != null && known.isAt(agent.url()) ? Optional.of(known) : added(agent);
    } catch (IllegalArgumentException e) {
      LOG.atDebug()
          .addKeyValue("agent", entry.id())
          .addKeyValue("reason", e.getMessage())
          .log("A registry lists an agent under no URL that can be used");
      return Optional.empty();
    }
  }

  synchronized Collection<RemotePeer> all() {
    return List.copyOf(peers.values());
  }

  private Optional<RemotePeer> added(RemoteAgent agent) {
    if (peers.size() >= MAX && !forgetOne()) {
      return Optional.empty();
    }
    RemotePeer peer = new RemotePeer(vertx, agent, client.at(agent.url(), agent.transport()));
    peers.put(agent.urn(), peer);
    return Optional.of(peer);
  }

  private boolean forgetOne() {
    Iterator<RemotePeer> each = peers.values().iterator();
    while (each.hasNext()) {
      if (each.next().isIdle()) {
        each.remove();
        return true;
      }
    }
    return false;
  }
}
