package dev.roost.platform.plugin;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(Seat.class);

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

  /** Completes when the instance is up, or fails with what keeps it from that. */
  Future<Void> started() {
    return started.future();
  }

  /** Ends a start that takes too long. An instance that comes up after all is stopped at once. */
  void expire(String reason) {
    started.tryFail(new PluginException(reason));
  }

  /** Gives the try up if no thread has come yet. */
  void abandon() {
    admission.tryComplete(Admission.ABANDONED);
  }

  /**
   * Never fails: Vert.x keeps deployments that failed, and with them the plugin's class loader, for
   * ever. Whoever asked undeploys a seat that was not taken, or whose instance did not start.
   */
  @Override
  public Future<?> deploy(Context context) {
    if (!admits.test(Thread.currentThread())) {
      agent.set(null);
      admission.tryComplete(Admission.REFUSED);
      return Future.succeededFuture();
    }
    thread = Thread.currentThread();
    Deployable admitted = agent.get();
    if (admitted == null || !admission.tryComplete(Admission.ADMITTED)) {
      agent.set(null);
      return Future.succeededFuture();
    }
    start(admitted, context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> undeploy(Context context) throws Exception {
    Deployable admitted = agent.getAndSet(null);
    Future<?> stopped =
        admitted == null || !started.future().succeeded() ? null : admitted.undeploy(context);
    return stopped == null ? Future.succeededFuture() : stopped;
  }

  private void start(Deployable admitted, Context context) {
    try {
      Future<?> starting = admitted.deploy(context);
      if (starting == null) {
        started.tryFail(new PluginException("start() returned null, not a Future"));
      } else {
        starting.onComplete(done -> settle(admitted, context, done.cause()));
      }
    } catch (Throwable t) {
      started.tryFail(t);
    }
  }

  private void settle(Deployable admitted, Context context, @Nullable Throwable failure) {
    if (failure != null) {
      started.tryFail(failure);
    } else if (!started.tryComplete()) {
      stopLate(admitted, context);
    }
  }

  private static void stopLate(Deployable admitted, Context context) {
    try {
      admitted.undeploy(context);
    } catch (Throwable t) {
      LOG.atWarn().setCause(t).log("An instance that started too late could not be stopped");
    }
  }
}
