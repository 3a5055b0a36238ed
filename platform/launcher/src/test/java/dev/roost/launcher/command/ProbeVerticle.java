package dev.roost.launcher.command;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An operator's own verticle that tells what becomes of it. */
public final class ProbeVerticle extends VerticleBase {
  static final BlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();

  @Override
  public Future<?> start() {
    JsonObject config = config();
    String thread = Thread.currentThread().getName().replaceAll("-thread-.*", "");
    EVENTS.add("start " + config.encode() + " on " + thread);
    return switch (config.getString("then", "")) {
      case "fail" -> Future.failedFuture("no database");
      case "hang" -> Future.future(promise -> {});
      default -> Future.succeededFuture();
    };
  }

  @Override
  public Future<?> stop() {
    EVENTS.add("stop");
    return Future.succeededFuture();
  }
}
