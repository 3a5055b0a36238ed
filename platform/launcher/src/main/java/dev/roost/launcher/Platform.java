package dev.roost.launcher;

import dev.roost.launcher.config.PlatformConfig;
import dev.roost.platform.plugin.PluginDescription;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** A running platform. */
public final class Platform {
  private final PlatformConfig config;
  private final Node node;
  private final Rooms rooms;
  private final NodeState state;
  private final Verticles verticles;
  private final Duration startTime;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<Future<Void>> stopping = new AtomicReference<>();

  private Platform(
      PlatformConfig config,
      Node node,
      Rooms rooms,
      NodeState state,
      Verticles verticles,
      Duration startTime) {
    this.config = config;
    this.node = node;
    this.rooms = rooms;
    this.state = state;
    this.verticles = verticles;
    this.startTime = startTime;
  }

  /**
   * Starts a platform.
   *
   * @return the platform once it is ready; fails when a part of it does not start, and then nothing
   *     is left running
   */
  public static Future<Platform> start(PlatformConfig config) {
    Node node;
    try {
      node = Node.create(config);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
    NodeState state = new NodeState();
    try {
      Rooms rooms = new Rooms(node, config, state.open(node.vertx(), config));
      Startup startup = new Startup(node.vertx(), config, rooms);
      return startup
          .run()
          .map(
              up -> {
                rooms.ledger().start();
                return new Platform(
                    config, node, rooms, state, startup.verticles(), sinceProcessStart());
              })
          .recover(failure -> givenUp(node, state, failure));
    } catch (RuntimeException e) {
      return givenUp(node, state, e);
    }
  }

  /** A part that cannot even stop must not hide why the start failed. */
  private static Future<Platform> givenUp(Node node, NodeState state, Throwable failure) {
    return Future.fromCompletionStage(
            node.close()
                .thenCompose(
                    closed -> GracefulStop.within(state.close(), GracefulStop.CLOSE_MILLIS)))
        .compose(closed -> Future.failedFuture(failure));
  }

  /** Not by {@link ProcessHandle}: on Linux its start time can be wrong by a second. */
  private static Duration sinceProcessStart() {
    long startedMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
    return Duration.ofMillis(System.currentTimeMillis() - startedMillis);
  }

  /** What it serves. */
  public PlatformStatus status() {
    return new PlatformStatus(
        Version.current(),
        startTime,
        URI.create(scheme() + base("http", rooms.httpPort()) + "/asap"),
        URI.create("http" + base("management", rooms.managementPort())),
        rooms.discovery().directory().agents().stream().map(agent -> agent.urn().value()).toList(),
        rooms.plugins().list().stream()
            .filter(PluginDescription::isFaulty)
            .map(Platform::failedPlugin)
            .toList());
  }

  private static PlatformStatus.FailedPlugin failedPlugin(PluginDescription plugin) {
    return new PlatformStatus.FailedPlugin(plugin.file(), plugin.reason().orElse(plugin.state()));
  }

  private String scheme() {
    JsonObject tls = config.section("http").getJsonObject("tls");
    return tls.getString("certificate") == null ? "http" : "https";
  }

  private String base(String section, int port) {
    String host = config.section(section).getString("host");
    return "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Class loaders of plugins that are closed but still held by somebody. */
  public List<String> leakedPluginLoaders() {
    return rooms.plugins().leakedLoaders();
  }

  /** How long a stop may take. */
  public Duration stopLimit() {
    return Duration.ofSeconds(config.section("platform").getInteger("shutdownSeconds"));
  }

  /**
   * Stops gracefully: work in flight is waited for, at most for {@code platform.shutdownSeconds}.
   * Asking again answers the same.
   */
  public Future<Void> stop() {
    CompletableFuture<Void> result = new CompletableFuture<>();
    Future<Void> mine = Future.fromCompletionStage(result);
    Future<Void> running = stopping.compareAndExchange(null, mine);
    if (running != null) {
      return running;
    }
    rooms.board().stopping();
    new GracefulStop(
            node, verticles, rooms.tasks(), rooms::depart, rooms.ledger(), state, stopLimit())
        .run()
        .whenComplete(
            (done, failure) -> {
              stopped.countDown();
              result.complete(null);
            });
    return mine;
  }

  /** Waits until it has stopped. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }
}
