package dev.roost.launcher;

import dev.roost.launcher.config.PlatformConfig;
import dev.roost.launcher.config.VerticleSettings;
import dev.roost.platform.discovery.DiscoveryVerticle;
import dev.roost.platform.ops.VerticleBoard;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Starts a node: first who answers for it, then the doors, then the plugins, whose stateless agents
 * want a place on the loops of the doors, last the operator's own verticles. Until all are up the
 * node is not ready.
 */
final class Startup {
  private final PlatformConfig config;
  private final Rooms rooms;
  private final Verticles verticles;

  Startup(Vertx vertx, PlatformConfig config, Rooms rooms) {
    this.config = config;
    this.rooms = rooms;
    this.verticles =
        new Verticles(
            vertx,
            NodeVertx.eventLoops(config),
            rooms.plugins()::resolve,
            own -> rooms.plugins().hostOf(own.name(), own.config()));
  }

  Verticles verticles() {
    return verticles;
  }

  Future<Void> run() {
    VerticleSettings discovery = fixed("discovery");
    for (String name :
        new String[] {"auth", "task", "webhook", "websocket", "http", "management", "plugin"}) {
      note(config.builtIn(name), VerticleBoard.State.STARTING);
    }
    config.ownVerticles().forEach(own -> note(own, VerticleBoard.State.STARTING));
    return rooms
        .greet()
        .compose(met -> deploy(discovery, () -> new DiscoveryVerticle(rooms.discovery())))
        .compose(up -> deploy(config.builtIn("auth"), rooms::authVerticle))
        .compose(up -> deploy(config.builtIn("task"), rooms::taskVerticle))
        .compose(up -> rooms.webhooks().endpoints().start())
        .compose(up -> deploy(config.builtIn("webhook"), rooms.webhooks()::verticle))
        .compose(up -> deploy(config.builtIn("websocket"), rooms::websocketVerticle))
        .compose(up -> deploy(config.builtIn("http"), rooms::httpVerticle))
        .onSuccess(up -> rooms.mainPortIsUp())
        .compose(up -> deploy(config.builtIn("management"), rooms::managementVerticle))
        .onSuccess(up -> rooms.managementPortIsUp())
        .compose(up -> rooms.enoughNodes())
        .compose(enough -> deploy(config.builtIn("plugin"), rooms::plugins))
        .compose(up -> deploy("dnssd", rooms.dnsSdVerticle()))
        .compose(up -> deploy("consul", rooms.consulVerticle()))
        .compose(up -> verticles.deployOwn(config.ownVerticles()))
        .onSuccess(up -> config.ownVerticles().forEach(own -> note(own, VerticleBoard.State.UP)));
  }

  private Future<Void> deploy(String name, Optional<Deployable> wanted) {
    return wanted
        .map(verticle -> deploy(fixed(name), () -> verticle))
        .orElseGet(Future::succeededFuture);
  }

  /** How a verticle runs about which the configuration says nothing. */
  private static VerticleSettings fixed(String name) {
    return new VerticleSettings(
        name, Optional.empty(), 1, ThreadingModel.EVENT_LOOP, new JsonObject());
  }

  private Future<Void> deploy(VerticleSettings settings, Supplier<? extends Deployable> maker) {
    return verticles
        .deploy(settings, maker)
        .onSuccess(up -> note(settings, VerticleBoard.State.UP))
        .onFailure(failure -> note(settings, VerticleBoard.State.FAILED));
  }

  private void note(VerticleSettings settings, VerticleBoard.State state) {
    rooms
        .board()
        .set(
            settings.name(),
            settings.instances(),
            settings.threading().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            state);
  }
}
