package dev.roost.platform.discovery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.WorkerPool;
import java.util.concurrent.TimeUnit;

/**
 * A worker thread with a context of its own, on which one thing is done after the other. It may
 * block, and it goes on while event loops or shared workers are stuck in foreign code.
 */
public final class UpkeepThread {
  private final WorkerPool pool;
  private final ContextInternal context;

  /** A thread of that name. */
  public UpkeepThread(Vertx vertx, String name) {
    VertxInternal internal = (VertxInternal) vertx;
    this.pool = internal.createSharedWorkerPool(name, 1, 60, TimeUnit.SECONDS);
    this.context =
        internal
            .contextBuilder()
            .withThreadingModel(ThreadingModel.WORKER)
            .withClassLoader(UpkeepThread.class.getClassLoader())
            .withWorkerPool(pool)
            .build();
  }

  /** Does something; what it throws is a failure. */
  public <T> Future<T> run(Step<T> step) {
    Promise<T> outcome = context.promise();
    context.runOnContext(
        turn -> {
          try {
            step.run().onComplete(outcome::complete, outcome::fail);
          } catch (Exception e) {
            outcome.fail(e);
          }
        });
    return outcome.future();
  }

  /** The outcome of something done elsewhere, on this thread. */
  public <T> Future<T> back(Future<T> elsewhere) {
    Promise<T> outcome = context.promise();
    elsewhere.onComplete(outcome::complete, outcome::fail);
    return outcome.future();
  }

  /** Does something later. */
  public void execute(Runnable step) {
    context.runOnContext(turn -> step.run());
  }

  /**
   * Ends the thread after {@code last}, and after everybody has been told of it: not on the thread
   * itself, which would be gone.
   */
  public Future<Void> closeAfter(Future<Void> last) {
    Promise<Void> done = Promise.promise();
    last.onComplete(
        outcome -> {
          done.complete();
          pool.close();
        });
    return done.future();
  }

  /**
   * Something that is done on the thread.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Step<T> {
    /** Does it. */
    Future<T> run() throws Exception;
  }
}
