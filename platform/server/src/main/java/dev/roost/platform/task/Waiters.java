package dev.roost.platform.task;

import dev.roost.protocol.TaskStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** Those who wait until a task has come so far, or until some time. Any thread may call it. */
final class Waiters {
  private final List<Waiter> waiting = new ArrayList<>(1);

  private record Waiter(Predicate<TaskStatus> until, long atMillis, Promise<Void> promise) {}

  /** Waits; the future completes on the caller's context, if it has one. */
  Future<Void> add(Predicate<TaskStatus> until, long atMillis) {
    Promise<Void> promise = promise();
    synchronized (this) {
      waiting.add(new Waiter(until, atMillis, promise));
    }
    return promise.future();
  }

  private static Promise<Void> promise() {
    return Vertx.currentContext() instanceof ContextInternal context
        ? context.promise()
        : Promise.promise();
  }

  /** Lets those go whose state or time has come. */
  void release(TaskStatus status, long nowMillis) {
    List<Waiter> ready = List.of();
    synchronized (this) {
      for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
        Waiter waiter = each.next();
        if (waiter.until().test(status) || nowMillis >= waiter.atMillis()) {
          ready = ready.isEmpty() ? new ArrayList<>(1) : ready;
          ready.add(waiter);
          each.remove();
        }
      }
    }
    ready.forEach(waiter -> waiter.promise().complete());
  }

  /** Lets all go: what they wait for cannot be told. */
  void fail(Throwable why) {
    List<Waiter> all;
    synchronized (this) {
      all = List.copyOf(waiting);
      waiting.clear();
    }
    all.forEach(waiter -> waiter.promise().fail(why));
  }
}
