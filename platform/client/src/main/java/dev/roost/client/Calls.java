package dev.roost.client;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings every call onto an event loop of the client's Vert.x, so that nothing happens between two
 * of its steps, and its outcome back to the one who called.
 */
final class Calls {
  private Calls() {}

  /** Begins a call here, if this is a context of that Vert.x, else on one of its event loops. */
  static <T> Future<T> on(Vertx vertx, Supplier<Future<T>> begin) {
    Context caller = Vertx.currentContext();
    return caller != null && caller.owner() == vertx
        ? begun(begin)
        : away(caller, vertx.getOrCreateContext(), begin);
  }

  /** Begins a call on a certain context. */
  static <T> Future<T> on(Context context, Supplier<Future<T>> begin) {
    Context caller = Vertx.currentContext();
    return caller == context ? begun(begin) : away(caller, context, begin);
  }

  private static <T> Future<T> away(
      @Nullable Context caller, Context context, Supplier<Future<T>> begin) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(turn -> begun(begin).onComplete(done -> bringBack(caller, promise, done)));
    return promise.future();
  }

  private static <T> void bringBack(
      @Nullable Context caller, Promise<T> promise, AsyncResult<T> done) {
    if (caller == null) {
      promise.complete(done.result(), done.cause());
    } else {
      caller.runOnContext(turn -> promise.complete(done.result(), done.cause()));
    }
  }

  /** The outcome of a call to code of others, here and in time, wherever and whenever it comes. */
  static <T> Future<T> awaited(Vertx vertx, Supplier<Future<T>> begin, Duration limit) {
    Future<T> foreign = begun(begin);
    if (foreign.isComplete()) {
      return foreign.succeeded()
          ? Future.succeededFuture(foreign.result())
          : Future.failedFuture(foreign.cause());
    }
    Context here = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    long timer =
        vertx.setTimer(
            limit.toMillis(),
            tick -> promise.tryFail(new TimeoutException("nothing within " + limit)));
    foreign.onComplete(
        done ->
            here.runOnContext(
                turn -> {
                  vertx.cancelTimer(timer);
                  if (done.succeeded()) {
                    promise.tryComplete(done.result());
                  } else {
                    promise.tryFail(done.cause());
                  }
                }));
    return promise.future();
  }

  /** What is thrown is a failure like any other. */
  private static <T> Future<T> begun(Supplier<Future<T>> begin) {
    try {
      return begin.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
