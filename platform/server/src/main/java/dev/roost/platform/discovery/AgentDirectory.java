package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.discovery.AgentRecord.RecordKey;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The agents that this node can reach: an immutable snapshot, swapped as a whole. It is fed by the
 * registry's announcements and, since those can be lost, by a reconcile every few seconds. Looking
 * an agent up is one read of a hash map; any thread may.
 */
public final class AgentDirectory {
  /** How many nodes are remembered that are gone: their last announcements may still come. */
  private static final int MAX_GONE = 1_000;

  private final String node;
  private final Map<AgentUrn, Map<RecordKey, AgentRoute>> routes = new HashMap<>();
  private final Map<RecordKey, AgentInstances> instances = new HashMap<>();
  private final Map<RecordKey, Promise<Void>> awaited = new HashMap<>();
  private final Set<RecordKey> retired = new HashSet<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<String> gone =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MAX_GONE;
            }
          });
  private long changes;
  private volatile DirectorySnapshot snapshot = DirectorySnapshot.EMPTY;

  /** An empty directory of the node of that name. */
  public AgentDirectory(String node) {
    this.node = requireNonNull(node, "node");
  }

  /** This node's name, as it stands in records. */
  public String node() {
    return node;
  }

  /** The route to an agent: the newest generation on this node, else another node. */
  public Optional<AgentRoute> find(AgentUrn urn) {
    return Optional.ofNullable(snapshot.find(urn));
  }

  /** All agents, one route each, by name. */
  public Collection<AgentRoute> agents() {
    return snapshot.sorted();
  }

  /** All agents at one moment; the same object until the directory changes. */
  public AgentListing listing() {
    return snapshot.listing();
  }

  /** Calls {@code listener} after each change, on any thread; it must not block. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Completes when tasks for {@code urn} go to that generation on this node; fails when it is
   * retired before.
   */
  public synchronized Future<Void> awaitServing(AgentUrn urn, long generation) {
    RecordKey key = new RecordKey(urn, node, generation);
    if (isServing(key)) {
      return Future.succeededFuture();
    }
    if (retired.contains(key)) {
      return Future.failedFuture(retiredBefore(key));
    }
    return awaited.computeIfAbsent(key, absent -> Promise.promise()).future();
  }

  /**
   * Takes a generation of this node out of the snapshot at once and for good: no announcement and
   * no reconcile brings it back.
   *
   * @return how many tasks were still in flight on it: 0 as soon as there is none, more after
   *     {@code timeoutMillis}
   */
  public Future<Integer> retire(AgentUrn urn, long generation, long timeoutMillis) {
    AgentRoute route = remove(new RecordKey(urn, node, generation));
    if (route == null) {
      return Future.succeededFuture(0);
    }
    return Deadlines.within(timeoutMillis, route.retire(), "tasks still in flight")
        .transform(done -> Future.succeededFuture(done.succeeded() ? 0 : route.inFlight()));
  }

  /**
   * Says that an instance of a generation runs.
   *
   * @param loop the event loop that it runs on, null if it runs on other threads
   * @param tasks how many tasks it is running; any thread may ask
   */
  public synchronized void addInstance(
      AgentUrn urn,
      long generation,
      String instanceAddress,
      @Nullable Thread loop,
      IntSupplier tasks) {
    addresses(new RecordKey(urn, node, generation)).add(instanceAddress, loop, tasks);
  }

  /** Takes {@link #addInstance} back. */
  public synchronized void removeInstance(AgentUrn urn, long generation, String instanceAddress) {
    AgentInstances addresses = instances.get(new RecordKey(urn, node, generation));
    if (addresses != null) {
      addresses.remove(instanceAddress);
    }
  }

  @Nullable AgentRoute route(AgentUrn urn) {
    DirectorySnapshot now = snapshot;
    AgentRoute best = now.find(urn);
    return best == null || best.isLocal() ? best : now.next(urn, turn.getAndIncrement());
  }

  /** A node is gone: so are its agents, at once, whatever is announced of it later. */
  synchronized void forgetNode(String name) {
    changes++;
    gone.add(name);
    for (AgentUrn urn : Set.copyOf(routes.keySet())) {
      Set.copyOf(routes.get(urn).keySet()).stream()
          .filter(key -> key.node().equals(name))
          .forEach(this::forget);
      refresh(urn);
    }
  }

  /** A node is there, perhaps again. */
  synchronized void welcomeNode(String name) {
    gone.remove(name);
  }

  /** Takes in one announcement. */
  synchronized void apply(AgentRecord agent, boolean up) {
    changes++;
    if (up) {
      add(agent);
    } else {
      forget(agent.key());
    }
    refresh(agent.urn());
  }

  /** What {@link #replace} must be given: the state that a reading of the registry starts from. */
  synchronized long changes() {
    return changes;
  }

  /**
   * Takes in the whole registry, unless something changed since {@code changesBefore}: then the
   * reading may be older than what we know.
   */
  synchronized boolean replace(List<AgentRecord> agents, long changesBefore) {
    if (changes != changesBefore) {
      return false;
    }
    Set<RecordKey> stored = agents.stream().map(AgentRecord::key).collect(Collectors.toSet());
    retired.retainAll(stored);
    Set<RecordKey> gone = new HashSet<>();
    routes.values().forEach(known -> gone.addAll(known.keySet()));
    gone.removeAll(stored);
    gone.forEach(this::forget);
    agents.forEach(this::add);
    gone.forEach(key -> refresh(key.urn()));
    agents.forEach(agent -> refresh(agent.urn()));
    return true;
  }

  private void add(AgentRecord agent) {
    RecordKey key = agent.key();
    if (retired.contains(key) || gone.contains(agent.node())) {
      return;
    }
    routes
        .computeIfAbsent(agent.urn(), first -> new HashMap<>())
        .computeIfAbsent(
            key,
            unknown ->
                agent.node().equals(node)
                    ? AgentRoute.local(agent, addresses(key))
                    : AgentRoute.remote(agent));
  }

  private @Nullable AgentRoute forget(RecordKey key) {
    instances.remove(key);
    Map<RecordKey, AgentRoute> known = routes.get(key.urn());
    if (known == null) {
      return null;
    }
    AgentRoute route = known.remove(key);
    if (known.isEmpty()) {
      routes.remove(key.urn());
    }
    return route;
  }

  private synchronized @Nullable AgentRoute remove(RecordKey key) {
    changes++;
    retired.add(key);
    AgentRoute route = forget(key);
    refresh(key.urn());
    Promise<Void> waiter = awaited.remove(key);
    if (waiter != null) {
      waiter.tryFail(retiredBefore(key));
    }
    return route;
  }

  private void refresh(AgentUrn urn) {
    DirectorySnapshot before = snapshot;
    snapshot = before.with(urn, routes.getOrDefault(urn, Map.of()).values());
    if (snapshot != before) {
      listeners.forEach(Runnable::run);
    }
    AgentRoute best = snapshot.find(urn);
    if (best != null && !awaited.isEmpty()) {
      Promise<Void> waiter = awaited.remove(best.agent().key());
      if (waiter != null) {
        waiter.tryComplete();
      }
    }
  }

  private boolean isServing(RecordKey key) {
    AgentRoute best = snapshot.find(key.urn());
    return best != null && best.agent().key().equals(key);
  }

  private AgentInstances addresses(RecordKey key) {
    return instances.computeIfAbsent(key, first -> new AgentInstances());
  }

  private static IllegalStateException retiredBefore(RecordKey key) {
    return new IllegalStateException(
        key.urn() + ", generation " + key.generation() + ", was retired before it served");
  }
}
