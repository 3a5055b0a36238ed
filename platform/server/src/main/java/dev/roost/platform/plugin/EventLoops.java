package dev.roost.platform.plugin;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.WorkerPool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that the platform shares among everybody. */
final class EventLoops {
  /** Pools larger than this are warmed up to here; Vert.x has 20 by default. */
  private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);

  private static final int MAX_WORKERS = 64;

  private static final long MEET_MILLIS = 2_000;

  private EventLoops() {}

  static List<EventExecutor> executors(Vertx vertx) {
    List<EventExecutor> loops = new ArrayList<>();
    ((VertxInternal) vertx).nettyEventLoopGroup().forEach(loops::add);
    return Collections.unmodifiableList(loops);
  }

  /**
   * Starts all threads of the shared pools. A thread keeps the context class loader of whoever
   * caused its start; if that were a plugin, the plugin could never be collected.
   */
  static Future<Void> warmUp(Vertx vertx) {
    List<Future<Void>> started = new ArrayList<>();
    executors(vertx).forEach(loop -> started.add(start(loop)));
    VertxInternal internal = (VertxInternal) vertx;
    for (WorkerPool pool : List.of(internal.workerPool(), internal.internalWorkerPool())) {
      started.add(meet(pool.executor(), size(pool.executor())));
    }
    return Future.join(started).mapEmpty();
  }

  private static int size(Executor executor) {
    return executor instanceof ThreadPoolExecutor pool
        ? Math.min(pool.getCorePoolSize(), MAX_WORKERS)
        : 0;
  }

  /** An event loop is one thread: any task starts it. */
  private static Future<Void> start(EventExecutor loop) {
    Promise<Void> started = Promise.promise();
    loop.execute(started::tryComplete);
    return started.future();
  }

  /**
   * Keeps {@code threads} tasks of a worker pool waiting for each other, so that each needs a
   * thread of its own. A pool that has fewer gives up waiting after a while.
   */
  private static Future<Void> meet(Executor executor, int threads) {
    Promise<Void> met = Promise.promise();
    if (threads == 0) {
      return Future.succeededFuture();
    }
    CountDownLatch all = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      executor.execute(
          () -> {
            all.countDown();
            await(all);
            met.tryComplete();
          });
    }
    return met.future();
  }

  private static void await(CountDownLatch latch) {
    try {
      boolean met = latch.await(MEET_MILLIS, TimeUnit.MILLISECONDS);
      LOG.atDebug().addKeyValue("met", met).log("A worker thread is started");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
