package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for what is to happen. */
public final class Outcomes {
  private static final long PATIENCE_SECONDS = 20;

  private Outcomes() {}

  public static <T> T get(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("not within " + PATIENCE_SECONDS + " seconds", e);
    }
  }

  public static Throwable failure(Future<?> future) {
    return get(
        future.transform(
            done ->
                done.failed()
                    ? Future.succeededFuture(done.cause())
                    : Future.failedFuture("did not fail: " + done.result())));
  }

  public static <E extends AsapClientException> E failure(Class<E> type, Future<?> future) {
    Throwable failure = failure(future);
    assertThat(failure).isInstanceOf(type);
    return type.cast(failure);
  }

  public static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not so within " + PATIENCE_SECONDS + " seconds");
      }
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }
}
