package dev.roost.client;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** When a connection is tried again, after some have failed in a row. */
final class Reconnection {
  private final Vertx vertx;
  private final RetryPolicy policy;
  private int failures;
  private long firstNanos;
  private boolean pausing;

  Reconnection(Vertx vertx, RetryPolicy policy) {
    this.vertx = vertx;
    this.policy = policy;
  }

  /** Whether it is too early. */
  boolean isPausing() {
    return pausing;
  }

  /** A connection was of use. */
  void succeeded() {
    failures = 0;
  }

  /**
   * A connection has ended, or has not come about. Those that end together count as one.
   *
   * @param told how long the peer wants to be left alone
   * @param then what to do after the pause
   * @return false if there is to be no other attempt
   */
  boolean pause(Optional<Duration> told, Runnable then) {
    if (pausing) {
      return true;
    }
    if (failures++ == 0) {
      firstNanos = System.nanoTime();
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - firstNanos);
    Optional<Duration> pause =
        policy.pause(failures, elapsed, told, () -> ThreadLocalRandom.current().nextDouble());
    if (pause.isEmpty()) {
      failures = 0;
      return false;
    }
    pausing = true;
    vertx.setTimer(
        Math.max(1, pause.get().toMillis()),
        tick -> {
          pausing = false;
          then.run();
        });
    return true;
  }
}
