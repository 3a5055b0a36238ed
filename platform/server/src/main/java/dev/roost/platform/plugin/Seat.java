package dev.roost.platform.plugin;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One try to deploy an instance. It refuses, before any code of the plugin runs, a thread that the
 * instance may not have, and a thread that comes too late.
 */
final class Seat implements Deployable {
  /** What became of the try. */
  enum Admission {
    /** The instance is starting on that thread. */
    ADMITTED,
    /** It was the wrong thread. */
    REFUSED,
    /** No thread came in time. */
    ABANDONED
  }

  private static final RuntimeException REFUSAL = new PluginException("not on this thread");

  private final Predicate<Thread> admits;
  private final Promise<Admission> admission = Promise.promise();
  private final Promise<Void> started = Promise.promise();
  private final AtomicReference<@Nullable Deployable> agent;
  private volatile @Nullable Thread thread;

  Seat(Deployable agent, Predicate<Thread> admits) {
    this.agent = new AtomicReference<>(agent);
    this.admits = admits;
  }

  Future<Admission> admission() {
    return admission.future();
  }

  /** The thread that the instance was admitted on. */
  @Nullable Thread thread() {
    return thread;
  }

  /** Gives the try up if no thread has come yet. */
  void abandon() {
    admission.tryComplete(Admission.ABANDONED);
  }

  /** Ends a start that takes too long, so that the deployment is undone. */
  void expire(String reason) {
    started.tryFail(new PluginException(reason));
  }

  @Override
  public Future<?> deploy(Context context) {
    if (!admits.test(Thread.currentThread())) {
      agent.set(null);
      admission.tryComplete(Admission.REFUSED);
      return Future.failedFuture(REFUSAL);
    }
    thread = Thread.currentThread();
    Deployable admitted = agent.get();
    if (admitted == null || !admission.tryComplete(Admission.ADMITTED)) {
      agent.set(null);
      return Future.failedFuture(REFUSAL);
    }
    start(admitted, context);
    return started.future();
  }

  @Override
  public Future<?> undeploy(Context context) throws Exception {
    Deployable admitted = agent.getAndSet(null);
    Future<?> stopped = admitted == null ? null : admitted.undeploy(context);
    return stopped == null ? Future.succeededFuture() : stopped;
  }

  private void start(Deployable admitted, Context context) {
    try {
      Future<?> starting = admitted.deploy(context);
      if (starting == null) {
        started.tryFail(new PluginException("start() returned null, not a Future"));
      } else {
        starting.onComplete(done -> settle(done.cause()));
      }
    } catch (Throwable t) {
      started.tryFail(t);
    }
  }

  private void settle(@Nullable Throwable failure) {
    if (failure == null) {
      started.tryComplete();
    } else {
      started.tryFail(failure);
    }
  }
}
