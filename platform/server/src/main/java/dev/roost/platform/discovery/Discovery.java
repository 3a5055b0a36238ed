package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.cluster.NodeCalls;
import dev.roost.platform.cluster.Nodes;
import dev.roost.platform.task.GuestTasks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registry, directory and router of one node, connected with each other. The upkeep has a thread of
 * its own: it goes on while event loops are stuck, and belongs to no agent that happens to call.
 */
public final class Discovery {
  /** How often the directory is compared with the registry. */
  static final long RECONCILE_MILLIS = 10_000;

  /** So long a new agent waits until other nodes can reach it. */
  private static final long DOOR_MILLIS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

  private final Nodes nodes;
  private final long reconcileMillis;
  private final AgentRegistry registry;
  private final AgentDirectory directory;
  private final NodeCalls calls;
  private final AgentRouter router;
  private final AgentDoors doors;
  private final RemoteAgents remotes;
  private final AgentSearch search;
  private final AgentWatches watches;
  private final UpkeepThread upkeep;
  private @Nullable MessageConsumer<JsonObject> announcements;
  private volatile boolean started;
  private volatile boolean stopped;

  private Discovery(Vertx vertx, Nodes nodes, long reconcileMillis, RemoteAgents remotes) {
    requireNonNull(vertx, "vertx");
    this.nodes = requireNonNull(nodes, "nodes");
    this.reconcileMillis = reconcileMillis;
    this.registry = new AgentRegistry(vertx);
    this.directory = new AgentDirectory(nodes.self());
    nodes.listen(this::changed); // before all who ask nodes: a node that is gone is asked no more
    this.calls = new NodeCalls(vertx, nodes);
    this.router = new AgentRouter(vertx, directory, calls);
    this.doors = new AgentDoors((VertxInternal) vertx, router, nodes.self());
    this.remotes = requireNonNull(remotes, "remotes");
    this.search = new AgentSearch(directory, remotes);
    this.watches = new AgentWatches(directory);
    this.upkeep = new UpkeepThread(vertx, "roost-discovery");
  }

  /** Of this node alone. */
  public static Discovery of(Vertx vertx) {
    return of(vertx, Nodes.alone(), RemoteAgents.none());
  }

  /** Of a cluster, with agents elsewhere that agents of this node may call. */
  public static Discovery of(Vertx vertx, Nodes nodes, RemoteAgents remotes) {
    return new Discovery(vertx, nodes, RECONCILE_MILLIS, remotes);
  }

  /** With nodes and rhythm of the caller's choice. */
  static Discovery of(Vertx vertx, Nodes nodes, long reconcileMillis) {
    return new Discovery(vertx, nodes, reconcileMillis, RemoteAgents.none());
  }

  /** The agents that this node can reach. */
  public AgentDirectory directory() {
    return directory;
  }

  /** The way to them. */
  public AgentRouter router() {
    return router;
  }

  /** The way to other nodes. */
  public NodeCalls calls() {
    return calls;
  }

  /** Where tasks of other nodes stay while agents here run them. */
  public void guests(GuestTasks guests) {
    doors.guests(guests);
  }

  /** The agents elsewhere that agents of this node may call. */
  RemoteAgents remotes() {
    return remotes;
  }

  /** Finds agents by what they can do. */
  public AgentSearch search() {
    return search;
  }

  /** Those who want to be told which agents come and go. */
  public AgentWatches watches() {
    return watches;
  }

  /** What the nodes publish to each other. */
  AgentRegistry registry() {
    return registry;
  }

  /** Begins to listen, then reads the registry once. */
  public Future<Void> start() {
    return upkeep
        .run(
            () ->
                registry
                    .listen(directory::apply)
                    .onSuccess(consumer -> announcements = consumer)
                    .<Void>mapEmpty())
        .compose(listening -> reconcile())
        .onSuccess(
            known -> {
              started = true;
              reconcileLater();
            });
  }

  /** Stops listening. What this node published must have been withdrawn before. */
  public Future<Void> stop() {
    stopped = true;
    registry.close();
    Future<Void> silent =
        announcements == null ? Future.succeededFuture() : announcements.unregister();
    return remotes.close().eventually(() -> upkeep.closeAfter(silent));
  }

  /** Makes an agent of this node known, after its address is open to the other nodes. */
  public Future<Void> publish(AgentRecord agent) {
    Future<Void> open = doors.open(agent.urn());
    return Deadlines.within(DOOR_MILLIS, open, "the door's event loop is busy")
        .otherwiseEmpty()
        .compose(opened -> upkeep.run(() -> registry.publish(agent)));
  }

  /** Takes {@link #publish} back; to be called once for each. */
  public Future<Void> withdraw(AgentRecord agent) {
    return upkeep
        .run(() -> registry.unpublish(agent))
        .eventually(() -> doors.close(agent.urn()).otherwiseEmpty());
  }

  /** Compares the directory with the registry, and removes the records of nodes that are gone. */
  public Future<Void> reconcile() {
    return upkeep.run(
        () -> {
          long before = directory.changes();
          return registry
              .reap(nodes.alive())
              .compose(
                  agents -> {
                    directory.replace(agents, before);
                    return registry.restore(agents, nodes.self());
                  })
              .recover(Discovery::tryLater);
        });
  }

  private void changed(String node, boolean there) {
    if (there) {
      directory.welcomeNode(node);
    } else {
      directory.forgetNode(node);
    }
    if (started && !stopped) {
      reconcile();
    }
  }

  private void reconcileLater() {
    if (!stopped) {
      Deadlines.after(
          reconcileMillis,
          () -> {
            if (!stopped) {
              reconcile().onComplete(done -> reconcileLater());
            }
          });
    }
  }

  private static Future<Void> tryLater(Throwable failure) {
    LOG.atWarn()
        .addKeyValue("reason", failure.getMessage())
        .log("The registry cannot be read; routing goes on with what is known");
    return Future.succeededFuture();
  }
}
