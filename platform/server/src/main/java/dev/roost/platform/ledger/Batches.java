package dev.roost.platform.ledger;

import dev.roost.spi.StateException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on their way to a store. Any thread may put one; one thread writes them, in their order.
 * While the store cannot write they wait, and what is more than may wait is dropped and counted.
 */
final class Batches<T> {
  /** How many may wait. */
  static final int MAX_WAITING = 10_000;

  private static final long ANSWER_SECONDS = 30;
  private static final Logger LOG = LoggerFactory.getLogger(Batches.class);

  private final String name;
  private final int batch;
  private final int maxWaiting;
  private final Function<List<T>, Future<?>> store;
  private final Optional<LongFunction<T>> gap;
  private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong lostSince = new AtomicLong();
  private final AtomicBoolean told = new AtomicBoolean();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder written = new LongAdder();
  private volatile List<T> current = List.of();
  private volatile boolean failing;

  /**
   * @param name what they are, for the log
   * @param batch how many are written at once
   * @param gap tells in the store how many are missing at a place, if that is told
   */
  Batches(
      String name,
      int batch,
      int maxWaiting,
      Function<List<T>, Future<?>> store,
      Optional<LongFunction<T>> gap) {
    this.name = name;
    this.batch = batch;
    this.maxWaiting = maxWaiting;
    this.store = store;
    this.gap = gap;
  }

  /** Takes a record, or drops it; blocks nobody. */
  void put(T record) {
    if (size.incrementAndGet() > maxWaiting) {
      size.decrementAndGet();
      drop(1, "more wait to be written than may");
      return;
    }
    if (lostSince.get() > 0) {
      gap().ifPresent(this::addBesides);
    }
    waiting.add(record);
  }

  private void addBesides(T record) {
    size.incrementAndGet();
    waiting.add(record);
  }

  private Optional<T> gap() {
    long lost = lostSince.getAndSet(0);
    return lost == 0 ? Optional.empty() : gap.map(told -> told.apply(lost));
  }

  private void drop(int count, String why) {
    dropped.add(count);
    lostSince.addAndGet(count);
    if (told.compareAndSet(false, true)) {
      LOG.atWarn()
          .addKeyValue("records", name)
          .addKeyValue("reason", why)
          .log("Records are dropped until the database takes them again; they are counted");
    }
  }

  /** How many wait. */
  int size() {
    return size.get();
  }

  /** How many were dropped. */
  long dropped() {
    return dropped.sum();
  }

  /** How many were written. */
  long written() {
    return written.sum();
  }

  /** Whether the store did not take the last batch. */
  boolean failing() {
    return failing;
  }

  /** Whether there are as many as are written at once. */
  boolean isBatch() {
    return size.get() >= batch;
  }

  /**
   * Writes all that waits; blocks. For the one thread that writes.
   *
   * @return whether the store took it
   */
  boolean write() throws InterruptedException {
    while (fill()) {
      if (!writeCurrent()) {
        return false;
      }
    }
    return true;
  }

  private boolean fill() {
    if (!current.isEmpty()) {
      return true;
    }
    List<T> next = new ArrayList<>();
    for (T one = waiting.poll(); one != null; one = next.size() < batch ? waiting.poll() : null) {
      next.add(one);
    }
    size.addAndGet(-next.size());
    if (waiting.isEmpty()) {
      gap().ifPresent(next::add);
    }
    current = next;
    return !next.isEmpty();
  }

  private boolean writeCurrent() throws InterruptedException {
    try {
      store
          .apply(current)
          .toCompletionStage()
          .toCompletableFuture()
          .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (TimeoutException e) {
      return failed(e);
    }
    written.add(current.size());
    current = List.of();
    failing = false;
    told.set(false);
    return true;
  }

  /** What may work later is tried again; anything else would fail for ever. */
  private boolean failed(Throwable cause) {
    failing = cause instanceof TimeoutException || isRecoverable(cause);
    if (!failing) {
      LOG.atError().addKeyValue("records", name).setCause(cause).log("Records cannot be written");
      drop(current.size(), String.valueOf(cause.getMessage()));
      current = List.of();
    }
    return false;
  }

  private static boolean isRecoverable(Throwable cause) {
    return cause instanceof StateException state && state.recoverable();
  }

  /** Gives up what waits. For the one thread that writes, at the end. */
  void abandon() {
    int lost = current.size() + size.get();
    if (lost > 0) {
      dropped.add(lost);
      LOG.atWarn()
          .addKeyValue("records", name)
          .addKeyValue("count", lost)
          .log("Records were lost at the stop: the database did not take them");
    }
  }
}
