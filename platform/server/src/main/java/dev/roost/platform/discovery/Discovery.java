package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registry, directory and router of one node, connected with each other. */
public final class Discovery {
  /** How often the directory is compared with the registry. */
  public static final long RECONCILE_MILLIS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

  private final Vertx vertx;
  private final Nodes nodes;
  private final long reconcileMillis;
  private final AgentRegistry registry;
  private final AgentDirectory directory;
  private final AgentRouter router;
  private final AgentDoors doors;
  private @Nullable MessageConsumer<JsonObject> announcements;
  private long timer = -1;

  private Discovery(Vertx vertx, Nodes nodes, long reconcileMillis) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.nodes = requireNonNull(nodes, "nodes");
    this.reconcileMillis = reconcileMillis;
    this.registry = new AgentRegistry(vertx);
    this.directory = new AgentDirectory(nodes.self());
    this.router = new AgentRouter(vertx, directory);
    this.doors = new AgentDoors(vertx, router);
  }

  /** Of the cluster that {@code vertx} belongs to, or of this node alone. */
  public static Discovery of(Vertx vertx) {
    return new Discovery(vertx, Nodes.of(vertx), RECONCILE_MILLIS);
  }

  /** With nodes and rhythm of the caller's choice. */
  public static Discovery of(Vertx vertx, Nodes nodes, long reconcileMillis) {
    return new Discovery(vertx, nodes, reconcileMillis);
  }

  /** The agents that this node can reach. */
  public AgentDirectory directory() {
    return directory;
  }

  /** The way to them. */
  public AgentRouter router() {
    return router;
  }

  /** What the nodes publish to each other. */
  public AgentRegistry registry() {
    return registry;
  }

  /** Begins to listen, then reads the registry once. */
  public Future<Void> start() {
    return registry
        .listen(directory::apply)
        .compose(
            consumer -> {
              announcements = consumer;
              timer = vertx.setPeriodic(reconcileMillis, tick -> reconcile());
              return reconcile();
            });
  }

  /** Stops listening. What this node published must have been withdrawn before. */
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    registry.close();
    return announcements == null ? Future.succeededFuture() : announcements.unregister();
  }

  /** Makes an agent of this node known, after its address is open to the other nodes. */
  public Future<Void> publish(AgentRecord agent) {
    return doors.open(agent.urn()).compose(open -> registry.publish(agent));
  }

  /** Takes {@link #publish} back; to be called once for each. */
  public Future<Void> withdraw(AgentRecord agent) {
    return registry.unpublish(agent).eventually(() -> doors.close(agent.urn()));
  }

  /** Compares the directory with the registry, and removes the records of nodes that are gone. */
  public Future<Void> reconcile() {
    long before = directory.changes();
    return registry
        .reap(nodes.alive())
        .<Void>map(
            agents -> {
              directory.replace(agents, before);
              return null;
            })
        .recover(Discovery::tryLater);
  }

  private static Future<Void> tryLater(Throwable failure) {
    LOG.atWarn()
        .addKeyValue("reason", failure.getMessage())
        .log("The registry cannot be read; routing goes on with what is known");
    return Future.succeededFuture();
  }
}
