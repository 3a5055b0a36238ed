package dev.roost.client.oauth;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Brings work onto a context of a Vert.x, whoever asks for it. */
final class Contexts {
  private Contexts() {}

  /** Always later, never within the call. What is thrown is a failure like any other. */
  static <T> Future<T> later(Vertx vertx, Supplier<Future<T>> work) {
    Context context = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    context.runOnContext(turn -> begun(work).onComplete(promise));
    return promise.future();
  }

  static <T> Future<T> begun(Supplier<Future<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
