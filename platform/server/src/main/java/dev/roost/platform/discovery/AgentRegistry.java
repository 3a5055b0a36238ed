package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.discovery.AgentRecord.RecordKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.ServiceDiscovery;
import io.vertx.servicediscovery.ServiceDiscoveryOptions;
import io.vertx.servicediscovery.Status;
import io.vertx.servicediscovery.impl.DefaultServiceDiscoveryBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agents that the nodes publish to each other: the only class that talks to the Vert.x service
 * registry. Reading it costs a pass over all records, so it is for the {@link AgentDirectory} and
 * not for requests.
 */
final class AgentRegistry {
  /**
   * The announcements' address. Said here and not left to a default, since the directory listens.
   */
  private static final String ANNOUNCE = "roost.discovery.announce";

  private static final Logger LOG = LoggerFactory.getLogger(AgentRegistry.class);

  private final Vertx vertx;
  private final ServiceDiscovery discovery;
  private final Map<RecordKey, String> registrations = new ConcurrentHashMap<>();
  private final Map<RecordKey, AgentRecord> published = new ConcurrentHashMap<>();

  /** On the registry of {@code vertx}: the cluster's if it is clustered, else this node's. */
  AgentRegistry(Vertx vertx) {
    this.vertx = requireNonNull(vertx, "vertx");
    // Without a name the first backend on the class path of the thread would win, silently.
    JsonObject backend =
        new JsonObject().put("backend-name", DefaultServiceDiscoveryBackend.class.getName());
    this.discovery =
        ServiceDiscovery.create(
            vertx,
            new ServiceDiscoveryOptions()
                .setAnnounceAddress(ANNOUNCE)
                .setBackendConfiguration(backend));
  }

  /** Adds a record and announces it. */
  Future<Void> publish(AgentRecord agent) {
    published.put(agent.key(), agent);
    return store(agent);
  }

  private Future<Void> store(AgentRecord agent) {
    return discovery
        .publish(RegistryRecords.write(agent))
        .map(
            stored -> {
              registrations.put(agent.key(), stored.getRegistration());
              return null;
            });
  }

  /** Takes back a record that this node published, and announces it; nothing if there is none. */
  Future<Void> unpublish(AgentRecord agent) {
    published.remove(agent.key());
    String registration = registrations.remove(agent.key());
    return registration == null ? Future.succeededFuture() : discovery.unpublish(registration);
  }

  /** All agents of the cluster, the records of nodes that are gone among them. */
  Future<List<AgentRecord>> records() {
    return stored().map(AgentRegistry::readable);
  }

  /**
   * Publishes again what others took away, since they believed this node to be gone.
   *
   * @param known what the registry holds
   * @param self this node
   */
  Future<Void> restore(List<AgentRecord> known, String self) {
    Set<RecordKey> there = known.stream().map(AgentRecord::key).collect(Collectors.toSet());
    List<Future<Void>> again =
        published.values().stream()
            .filter(agent -> agent.node().equals(self) && !there.contains(agent.key()))
            .filter(agent -> registrations.containsKey(agent.key()))
            .map(this::store)
            .toList();
    return Future.join(again).<Void>mapEmpty().otherwiseEmpty();
  }

  /** Removes the records of nodes that are not in {@code alive}, and answers the others. */
  Future<List<AgentRecord>> reap(Set<String> alive) {
    return stored()
        .compose(
            records -> {
              List<Record> living = new ArrayList<>();
              List<Future<Void>> removals = new ArrayList<>();
              for (Record candidate : records) {
                String node = candidate.getMetadata().getString(RegistryRecords.NODE, "");
                if (alive.contains(node)) {
                  living.add(candidate);
                } else {
                  removals.add(remove(candidate, node));
                }
              }
              return Future.join(removals).otherwiseEmpty().map(done -> readable(living));
            });
  }

  /** Calls {@code listener} for each record announced, with true when it is up. */
  Future<MessageConsumer<JsonObject>> listen(BiConsumer<AgentRecord, Boolean> listener) {
    MessageConsumer<JsonObject> consumer =
        vertx.eventBus().consumer(ANNOUNCE, message -> announced(message.body(), listener));
    return consumer.completion().map(consumer);
  }

  /** Closes the registry. What is published stays; withdraw it first. */
  void close() {
    discovery.close();
  }

  private static void announced(JsonObject body, BiConsumer<AgentRecord, Boolean> listener) {
    Record announced = new Record(body);
    if (RegistryRecords.isAgent(announced)) {
      RegistryRecords.read(announced)
          .ifPresent(agent -> listener.accept(agent, announced.getStatus() == Status.UP));
    }
  }

  private Future<List<Record>> stored() {
    return discovery.getRecords(RegistryRecords::isAgent);
  }

  private static List<AgentRecord> readable(List<Record> records) {
    return records.stream().map(RegistryRecords::read).flatMap(Optional::stream).toList();
  }

  private Future<Void> remove(Record orphan, String node) {
    LOG.atInfo()
        .addKeyValue("agent", orphan.getName())
        .addKeyValue("node", node)
        .log("Removing an agent record whose node is gone");
    return discovery.unpublish(orphan.getRegistration());
  }
}
