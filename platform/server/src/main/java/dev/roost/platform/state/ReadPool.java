package dev.roost.platform.state;

import dev.roost.spi.StateException;
import io.vertx.core.Future;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The few threads that read a database; others may wait, but not too many. */
public final class ReadPool {
  /** How many looks may wait. */
  public static final int MAX_WAITING = 10_000;

  private final ThreadPoolExecutor threads;

  /** Runs a look on a reader of its own. */
  @FunctionalInterface
  public interface Reading {
    /** Answers what the look sees. */
    <T> T with(Function<RowReader, T> look);
  }

  private final Reading reading;

  /**
   * @param name of the backend, for the threads
   * @param readers how many read at the same time
   */
  public ReadPool(String name, int readers, Reading reading) {
    this.reading = reading;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            readers,
            readers,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            work -> daemon(work, "roost-state-" + name + "-reader-" + number.incrementAndGet()));
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Has a look; fails at once if too many wait. */
  public <T> Future<T> read(Function<RowReader, T> look) {
    CallerReply<T> reply = new CallerReply<>();
    try {
      threads.execute(() -> run(look, reply));
    } catch (RejectedExecutionException e) {
      return Future.failedFuture(
          threads.isShutdown()
              ? StateException.closed()
              : StateException.overloaded("reads", MAX_WAITING));
    }
    return reply.future();
  }

  private <T> void run(Function<RowReader, T> look, CallerReply<T> reply) {
    try {
      reply.complete(reading.with(look));
    } catch (RuntimeException e) {
      reply.fail(e);
    }
  }

  /** Lets nobody in any more and waits for those who look, on the calling thread. */
  public void close() {
    threads.shutdown();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
