package dev.roost.client.oauth;

import dev.roost.client.SettableClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Pauses that take no time but that of a clock, and are noted. */
final class NotedPauses implements Pauses {
  private final List<Duration> taken = new CopyOnWriteArrayList<>();
  private final SettableClock clock;
  private volatile double random = 0.5;

  NotedPauses(SettableClock clock) {
    this.clock = clock;
  }

  void random(double value) {
    random = value;
  }

  List<Duration> taken() {
    return taken;
  }

  @Override
  public Future<Void> pause(Duration time) {
    taken.add(time);
    clock.pass(time);
    return Future.succeededFuture();
  }

  @Override
  public double random() {
    return random;
  }
}
