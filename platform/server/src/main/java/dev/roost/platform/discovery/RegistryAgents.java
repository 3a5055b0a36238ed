package dev.roost.platform.discovery;

import dev.roost.client.AsapClient;
import dev.roost.client.registry.LiteRegistry;
import dev.roost.client.registry.RegistryEntry;
import dev.roost.outbound.OutboundGuard;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agents that registries and the like list. Anybody may have written there, so these agents are
 * shown no token, and no registry can stand in for an agent of this platform or one that the
 * configuration names.
 */
final class RegistryAgents {
  /** How many of them a search finds. */
  static final int MAX_FOUND = 100;

  /** How long a registry may take. */
  static final long PATIENCE_MILLIS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(RegistryAgents.class);

  private final List<AgentList> lists;
  private final AsapClient client;
  private final Context context;
  private final RegistryPeers peers;
  private final Set<String> silent = ConcurrentHashMap.newKeySet();

  private RegistryAgents(Vertx vertx, List<AgentList> lists, AsapClient client) {
    this.lists = lists;
    this.client = client;
    this.peers = new RegistryPeers(vertx, client);
    this.context =
        ((VertxInternal) vertx)
            .contextBuilder()
            .withClassLoader(RegistryAgents.class.getClassLoader())
            .build();
  }

  /**
   * Those in the registries of a configuration and in other lists, of which there is at least one.
   */
  static RegistryAgents of(
      Vertx vertx, RemoteConfig config, OutboundGuard guard, List<AgentList> others) {
    String some = config.registries().stream().findFirst().orElseGet(() -> others.get(0).url());
    AsapClient client = RemoteAgents.client(vertx, some, config, guard).build();
    Stream<AgentList> registries = config.registries().stream().map(url -> registry(client, url));
    return new RegistryAgents(vertx, Stream.concat(registries, others.stream()).toList(), client);
  }

  private static AgentList registry(AsapClient client, String url) {
    return new AgentList() {
      @Override
      public String url() {
        return url;
      }

      @Override
      public Future<LiteRegistry> read() {
        return client.registries().registry(url);
      }
    };
  }

  /** The agent of that name, in the first registry that lists it. */
  Future<Optional<RemotePeer>> find(AgentUrn urn) {
    return entries(registry -> registry.byId(urn).stream())
        .map(found -> found.flatMap(entry -> peers.of(entry).stream()).findFirst());
  }

  /** The agents that have a skill, in the order of the registries; never a failure. */
  Future<List<AgentUrn>> bySkill(String skillId) {
    return entries(registry -> registry.bySkill(skillId).stream())
        .map(found -> found.map(RegistryEntry::id).distinct().limit(MAX_FOUND).toList());
  }

  /** Those that were asked so far. */
  Collection<RemotePeer> known() {
    return peers.all();
  }

  Future<Void> close() {
    return client.close();
  }

  private Future<Stream<RegistryEntry>> entries(
      Function<LiteRegistry, Stream<RegistryEntry>> choice) {
    List<Future<List<RegistryEntry>>> all =
        lists.stream()
            .map(list -> read(list).map(registry -> registry.map(choice).orElse(Stream.of())))
            .map(chosen -> chosen.map(Stream::toList))
            .toList();
    return Future.all(all).map(done -> all.stream().flatMap(one -> one.result().stream()));
  }

  /** What a registry says, unless it says nothing in time. */
  private Future<Optional<LiteRegistry>> read(AgentList list) {
    String url = list.url();
    Promise<LiteRegistry> promise = Promise.promise();
    context.runOnContext(turn -> list.read().onComplete(promise));
    return Deadlines.within(PATIENCE_MILLIS, promise.future(), "no answer in time")
        .map(
            registry -> {
              silent.remove(url);
              return Optional.of(registry);
            })
        .recover(failure -> Future.succeededFuture(leaveOut(url, failure)));
  }

  /** Told once, until the registry answers again. */
  private Optional<LiteRegistry> leaveOut(String url, Throwable failure) {
    if (silent.add(url)) {
      LOG.atWarn()
          .addKeyValue("registry", url)
          .addKeyValue("reason", failure.getMessage())
          .log("A registry is left out of searches");
    }
    return Optional.empty();
  }
}
