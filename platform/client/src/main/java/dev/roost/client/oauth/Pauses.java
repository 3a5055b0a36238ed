package dev.roost.client.oauth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How time passes between two attempts. */
interface Pauses {
  /** Completes when the time has passed. */
  Future<Void> pause(Duration time);

  /** A number from 0 to 1. */
  double random();

  /** Real ones. */
  static Pauses of(Vertx vertx) {
    return new Pauses() {
      @Override
      public Future<Void> pause(Duration time) {
        return vertx.timer(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS).mapEmpty();
      }

      @Override
      public double random() {
        return ThreadLocalRandom.current().nextDouble();
      }
    };
  }
}
