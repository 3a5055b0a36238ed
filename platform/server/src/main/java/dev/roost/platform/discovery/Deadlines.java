package dev.roost.platform.discovery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Deadlines that hold while an event loop is stuck: a Vert.x timer sits on a loop, and foreign code
 * may be blocking that very loop. What runs here must be short.
 */
public final class Deadlines {
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private Deadlines() {}

  /** Runs {@code action} after {@code millis}. */
  public static ScheduledFuture<?> after(long millis, Runnable action) {
    return TIMER.schedule(action, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * The outcome of {@code work}, or a {@link TimeoutException} with {@code reason} after {@code
   * millis}. Work that ends later is ignored.
   */
  public static <T> Future<T> within(long millis, Future<T> work, String reason) {
    if (work.isComplete()) {
      return work;
    }
    Promise<T> outcome = Promise.promise();
    ScheduledFuture<?> timer = after(millis, () -> outcome.tryFail(new TimeoutException(reason)));
    work.onComplete(
        done -> {
          timer.cancel(false);
          if (done.succeeded()) {
            outcome.tryComplete(done.result());
          } else {
            outcome.tryFail(done.cause());
          }
        });
    return outcome.future();
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, Deadlines::timerThread);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /** Keeps the context class loader of whoever comes first out: it could be a plugin's. */
  private static Thread timerThread(Runnable work) {
    Thread thread = new Thread(null, work, "roost-deadlines", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Deadlines.class.getClassLoader());
    return thread;
  }
}
