package dev.roost.platform.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what is to happen. */
final class Waiting {
  private static final long PATIENCE_SECONDS = 60;
  private static final long LOOK_NANOS = 2_000_000;

  private Waiting() {}

  static <T> T get(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("not within " + PATIENCE_SECONDS + " seconds", e);
    }
  }

  /** The outcome of what is begun on an event loop. */
  static <T> T on(Vertx vertx, Supplier<Future<T>> begin) {
    Promise<T> promise = Promise.promise();
    vertx.getOrCreateContext().runOnContext(turn -> begin.get().onComplete(promise));
    return get(promise.future());
  }

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE_SECONDS + " seconds: " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
