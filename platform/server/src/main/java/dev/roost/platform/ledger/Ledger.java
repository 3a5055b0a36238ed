package dev.roost.platform.ledger;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.roost.platform.task.LiveTask;
import dev.roost.protocol.Envelope;
import dev.roost.spi.Outcome;
import dev.roost.spi.StateBackend;
import dev.roost.spi.UsageEvent;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what calls have used and who made them. Whoever ends a call puts a small record into
 * a queue; everything else happens on a thread of its own: each second, or when there are enough
 * for a batch.
 */
public final class Ledger {
  /** How many are written at once where a database keeps them; in memory few, under its lock. */
  private static final int BATCH = 1_000;

  private static final int BATCH_IN_MEMORY = 50;
  private static final int LOOK_MILLIS = 100;
  private static final int LOOKS_A_WRITE = 10;
  private static final int LOOKS_A_PURGE = 600;
  private static final int PURGE_BATCH = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

  private final LedgerConfig config;
  private final StateBackend state;
  private final Clock clock;
  private final Batches<UsageEvent> usage;
  private final Batches<Exchange> audit;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "roost-ledger");
            made.setDaemon(true);
            return made;
          });
  private int looks;

  /** For a node's database. */
  public Ledger(LedgerConfig config, StateBackend state, Clock clock) {
    this(config, state, clock, Batches.MAX_WAITING);
  }

  Ledger(LedgerConfig config, StateBackend state, Clock clock, int maxWaiting) {
    int batch = state.durable() ? BATCH : BATCH_IN_MEMORY;
    this.config = config;
    this.state = state;
    this.clock = clock;
    this.usage =
        new Batches<>(
            "usage", batch, maxWaiting, events -> state.usage().record(events), Optional.empty());
    this.audit =
        new Batches<>("audit", batch, maxWaiting, this::append, Optional.of(Exchange::gap));
  }

  private Future<?> append(List<Exchange> exchanges) {
    return state.audit().append(exchanges.stream().map(Exchange::line).toList());
  }

  /** Begins to write. */
  public void start() {
    thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, MILLISECONDS);
  }

  /** What is written down. */
  public LedgerConfig config() {
    return config;
  }

  /** Takes note of a call that has ended; blocks nobody. */
  public void ended(LiveTask call) {
    if ((config.usage() || config.audit())
        && call.outcome().orElse(null) instanceof Outcome.Answered answered) {
      note(call, answered.envelope());
    }
  }

  private void note(LiveTask call, Envelope answer) {
    if (config.usage()) {
      Spending.of(call, answer).ifPresent(usage::put);
    }
    if (config.audit()) {
      audit.put(Exchange.of(call, answer));
    }
  }

  private void look() {
    looks++;
    boolean due = looks % LOOKS_A_WRITE == 0;
    try {
      writeIf(due, usage);
      writeIf(due, audit);
      if (looks % LOOKS_A_PURGE == 0 && config.usage()) {
        purge().onFailure(e -> LOG.atDebug().setCause(e).log("Old usage could not be purged"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("The ledger could not be written");
    }
  }

  /** While the database takes nothing, once a second is often enough. */
  private static void writeIf(boolean due, Batches<?> batches) throws InterruptedException {
    if (due || batches.isBatch() && !batches.failing()) {
      batches.write();
    }
  }

  /** Writes what waits now; fails if the database does not take it. */
  public Future<Void> flush() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      thread.execute(() -> flush(done));
    } catch (RejectedExecutionException e) {
      done.complete(null);
    }
    return Future.fromCompletionStage(done);
  }

  private void flush(CompletableFuture<Void> done) {
    try {
      boolean all = usage.write() & audit.write();
      if (all) {
        done.complete(null);
      } else {
        done.completeExceptionally(new IllegalStateException("the database takes no writes now"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      done.completeExceptionally(e);
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  /** Forgets usage that was kept long enough; answers how much. */
  public Future<Long> purge() {
    return purge(clock.instant().minus(config.retention()), 0);
  }

  private Future<Long> purge(Instant before, long sofar) {
    return state
        .usage()
        .purge(before, PURGE_BATCH)
        .compose(
            gone ->
                gone < PURGE_BATCH
                    ? Future.succeededFuture(sofar + gone)
                    : purge(before, sofar + gone));
  }

  /** Writes what waits and ends. */
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> flushed = flush().toCompletionStage().toCompletableFuture();
    return flushed
        .exceptionally(failure -> null)
        .whenComplete(
            (done, failure) -> {
              thread.shutdownNow();
              usage.abandon();
              audit.abandon();
            });
  }

  /** How many events of usage were dropped. */
  public long usageDropped() {
    return usage.dropped();
  }

  /** How many events of usage were written. */
  public long usageWritten() {
    return usage.written();
  }

  /** How many lines of the audit log were dropped. */
  public long auditDropped() {
    return audit.dropped();
  }

  /** How many lines of the audit log were written. */
  public long auditWritten() {
    return audit.written();
  }

  /** How many records wait to be written. */
  public int waiting() {
    return usage.size() + audit.size();
  }
}
