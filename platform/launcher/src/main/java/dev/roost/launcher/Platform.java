package dev.roost.launcher;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.roost.launcher.config.PlatformConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A running platform. */
public final class Platform {
  private final PlatformConfig config;
  private final Vertx vertx;
  private final Verticles verticles;
  private final Duration startTime;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<Future<Void>> stopping = new AtomicReference<>();

  private Platform(PlatformConfig config, Vertx vertx, Verticles verticles, Duration startTime) {
    this.config = config;
    this.vertx = vertx;
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
    int eventLoops = NodeVertx.eventLoops(config);
    Vertx vertx = NodeVertx.create(config);
    PluginClasses plugins =
        (id, name) ->
            Future.failedFuture(
                new IllegalArgumentException("needs the plugin '" + id + "', which is not loaded"));
    Verticles verticles = new Verticles(vertx, eventLoops, plugins, verticle -> {});
    return verticles
        .deployOwn(config.ownVerticles())
        .map(done -> new Platform(config, vertx, verticles, sinceProcessStart()))
        .recover(
            failure -> vertx.close().transform(closed -> Future.<Platform>failedFuture(failure)));
  }

  private static Duration sinceProcessStart() {
    Instant now = Instant.now();
    return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
  }

  /** What it serves. */
  public PlatformStatus status() {
    return new PlatformStatus(
        Version.current(),
        startTime,
        URI.create(base("http") + "/asap"),
        URI.create(base("management")),
        List.of(),
        List.of());
  }

  private String base(String section) {
    JsonObject json = config.section(section);
    String host = json.getString("host");
    return "http://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + json.getInteger("port");
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
    long limit = Math.max(1, stopLimit().toMillis());
    // a stop() that never completes would keep Vert.x from closing for ever; its own timers are
    // about to end, so the JDK's bound it
    within(verticles.undeploy(), limit, MILLISECONDS)
        .thenCompose(done -> within(vertx.close(), SECONDS.toMillis(2), MILLISECONDS))
        .whenComplete(
            (done, failure) -> {
              stopped.countDown();
              result.complete(null);
            });
    return mine;
  }

  private static CompletableFuture<Void> within(Future<Void> step, long limit, TimeUnit unit) {
    return step.toCompletionStage()
        .toCompletableFuture()
        .completeOnTimeout(null, limit, unit)
        .exceptionally(failure -> null);
  }

  /** Waits until it has stopped. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }
}
