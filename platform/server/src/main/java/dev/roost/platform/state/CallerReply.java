package dev.roost.platform.state;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What a caller waits for. It is told on the context on which he called, if there was one.
 *
 * @param <T> what he waits for
 */
final class CallerReply<T> {
  private final Promise<T> promise = Promise.promise();
  private final @Nullable Context context = Vertx.currentContext();

  Future<T> future() {
    return promise.future();
  }

  void complete(@Nullable T value) {
    run(() -> promise.tryComplete(value));
  }

  void fail(Throwable failure) {
    run(() -> promise.tryFail(failure));
  }

  private void run(Runnable telling) {
    if (context == null) {
      telling.run();
      return;
    }
    try {
      context.runOnContext(none -> telling.run());
    } catch (RejectedExecutionException e) {
      // his Vert.x is closed; he may still wait on a thread of his own
      telling.run();
    }
  }
}
