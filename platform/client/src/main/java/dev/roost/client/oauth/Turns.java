package dev.roost.client.oauth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** One piece of work after the other, in the order in which they came. */
final class Turns {
  private Future<?> last = Future.succeededFuture();

  <T> Future<T> take(Supplier<Future<T>> work) {
    Promise<Void> done = Promise.promise();
    Future<?> before = following(done.future());
    return before.<T>transform(ended -> work.get()).onComplete(ended -> done.complete());
  }

  private synchronized Future<?> following(Future<?> next) {
    Future<?> before = last;
    last = next;
    return before;
  }
}
