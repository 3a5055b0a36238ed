package dev.roost.outbound;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what is to happen. */
final class Outcomes {
  private static final long PATIENCE_SECONDS = 20;

  private Outcomes() {}

  static <T> T get(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("not within " + PATIENCE_SECONDS + " seconds", e);
    }
  }

  /** The outcome of what is begun on an event loop, as Vert.x wants it. */
  static <T> T on(Vertx vertx, Supplier<Future<T>> begin) {
    Promise<T> promise = Promise.promise();
    vertx.getOrCreateContext().runOnContext(turn -> begin.get().onComplete(promise));
    return get(promise.future());
  }

  static Throwable failure(Future<?> future) {
    return get(
        future.transform(
            done ->
                done.failed()
                    ? Future.succeededFuture(done.cause())
                    : Future.failedFuture("did not fail: " + done.result())));
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not so within " + PATIENCE_SECONDS + " seconds");
      }
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }
}
