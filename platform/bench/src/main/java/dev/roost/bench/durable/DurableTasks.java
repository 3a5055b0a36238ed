package dev.roost.bench.durable;

import dev.roost.spi.TaskStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Many tasks at once, each in a chain of its own; the chains are spread over the event loops. */
public final class DurableTasks {
  private final List<Context> loops;
  private final int writers;

  /**
   * @param writers how many tasks are under way at once
   */
  public DurableTasks(Vertx vertx, int writers) {
    this.loops = loops((VertxInternal) vertx);
    this.writers = writers;
  }

  private static List<Context> loops(VertxInternal vertx) {
    List<Context> loops = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      loops.add(vertx.createEventLoopContext());
    }
    return loops;
  }

  /**
   * What was done.
   *
   * @param tasks how many lives ended
   * @param nanos how long that took
   */
  public record Result(long tasks, long nanos) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Tasks a second. */
    public double perSecond() {
      return tasks * NANOS_PER_SECOND / nanos;
    }
  }

  /** Puts tasks through their life for a while; ends when the last of them has. */
  public Future<Result> run(TaskStore store, long nanos) {
    long begun = System.nanoTime();
    LongAdder ended = new LongAdder();
    List<Future<Void>> chains = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      Promise<Void> over = Promise.promise();
      chains.add(over.future());
      Chain chain = new Chain(store, begun + nanos, ended, over);
      loops.get(i % loops.size()).runOnContext(none -> chain.next());
    }
    return Future.all(chains).map(all -> new Result(ended.sum(), System.nanoTime() - begun));
  }

  private record Chain(TaskStore store, long end, LongAdder ended, Promise<Void> over) {
    void next() {
      if (System.nanoTime() >= end) {
        over.complete();
        return;
      }
      new TaskLife(store)
          .live()
          .onSuccess(
              done -> {
                ended.increment();
                next();
              })
          .onFailure(over::fail);
    }
  }
}
