package dev.roost.platform.state;

import dev.roost.spi.StateException;
import dev.roost.spi.StateException.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes a database. What waits together is committed together: at most {@value
 * #MAX_CHANGES} rows, or what {@value #MAX_MILLIS} milliseconds allow, beside a first transaction.
 *
 * <p>When the database fails, what was to be committed fails, and so does everything that comes,
 * until a probe succeeds; there is one each second.
 */
public final class GroupCommit {
  /** How many transactions may wait. */
  public static final int MAX_WAITING = 10_000;

  /** How many rows a commit holds before no further transaction joins it. */
  public static final int MAX_CHANGES = 1_000;

  private static final int MAX_MILLIS = 5;
  private static final int MAX_CONFLICTS = 100;
  private static final int MAX_PAUSE_MILLIS = 20;
  private static final long PROBE_MILLIS = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final String name;
  private final Supplier<? extends WriteSession> sessions;
  private final int maxChanges;
  private final BlockingQueue<Job<?>> waiting;
  private final Promise<Void> ended = Promise.promise();
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable StateException failed;
  private @Nullable WriteSession session;

  /** A transaction that waits, and who waits for it. */
  private static final class Job<T> {
    private final Function<RowWriter, T> change;
    private final CallerReply<T> reply = new CallerReply<>();
    private @Nullable T value;
    private @Nullable RuntimeException failure;

    private Job(Function<RowWriter, T> change) {
      this.change = change;
    }

    private void run(WriteSession rows) {
      value = null;
      failure = null;
      rows.mark();
      try {
        value = change.apply(rows);
      } catch (RuntimeException e) {
        if (isOfDatabase(e)) {
          throw e;
        }
        rows.undo();
        failure = e;
      }
    }

    private void tell() {
      if (failure == null) {
        reply.complete(value);
      } else {
        reply.fail(failure);
      }
    }
  }

  /**
   * Begins to write by a session.
   *
   * @param name of the backend, for the thread and the log
   * @param first an open session
   * @param sessions opens another when one has failed
   */
  public GroupCommit(String name, WriteSession first, Supplier<? extends WriteSession> sessions) {
    this(name, first, sessions, MAX_WAITING, MAX_CHANGES);
  }

  /**
   * The same with other bounds.
   *
   * @param maxWaiting how many transactions may wait
   * @param maxChanges with how many rows a commit is full; with 1 each has a commit of its own
   */
  public GroupCommit(
      String name,
      WriteSession first,
      Supplier<? extends WriteSession> sessions,
      int maxWaiting,
      int maxChanges) {
    this.name = name;
    this.session = first;
    this.sessions = sessions;
    this.maxChanges = maxChanges;
    this.waiting = new ArrayBlockingQueue<>(maxWaiting);
    this.thread = new Thread(this::run, "roost-state-" + name + "-writer");
    thread.setDaemon(true);
    thread.start();
  }

  private static boolean isOfDatabase(RuntimeException e) {
    return e instanceof StateException state
        && (state.reason() == Reason.READ_ONLY || state.reason() == Reason.UNREACHABLE);
  }

  /** Has a transaction done; fails at once if too many wait or the database does not take any. */
  public <T> Future<T> write(Function<RowWriter, T> change) {
    StateException reason = closing ? StateException.closed() : failed;
    if (reason != null) {
      return Future.failedFuture(reason);
    }
    Job<T> job = new Job<>(change);
    if (!waiting.offer(job)) {
      return Future.failedFuture(
          StateException.overloaded("writes", waiting.size() + waiting.remainingCapacity()));
    }
    if (closing && waiting.remove(job)) {
      return Future.failedFuture(StateException.closed());
    }
    return job.reply.future();
  }

  /**
   * Writes what waits, then closes the session.
   *
   * @param last what is done then, on the writing thread
   */
  public Future<Void> close(Runnable last) {
    CallerReply<Void> reply = new CallerReply<>();
    ended
        .future()
        .onComplete(
            done -> {
              last.run();
              reply.complete(null);
            });
    closing = true;
    // wakes the thread; if there is no room for it, the thread is awake
    waiting.offer(new Job<>(rows -> null));
    return reply.future();
  }

  private void run() {
    while (!closing || !waiting.isEmpty()) {
      try {
        Job<?> first = waiting.poll(PROBE_MILLIS, TimeUnit.MILLISECONDS);
        if (failed != null) {
          recover(first);
        } else if (first != null) {
          commit(first);
        }
      } catch (InterruptedException e) {
        closing = true;
      } catch (RuntimeException | Error e) {
        LOG.atError()
            .addKeyValue("backend", name)
            .setCause(e)
            .log("The writer of the state failed");
      }
    }
    closeSession();
    ended.complete(null);
  }

  private void commit(Job<?> first) throws InterruptedException {
    List<Job<?>> batch = new ArrayList<>(List.of(first));
    try {
      WriteSession rows = open();
      fill(rows, batch);
      if (!committed(rows, batch)) {
        refuse(batch, StateException.overloaded("changes of the same rows", batch.size()));
        return;
      }
      batch.forEach(Job::tell);
    } catch (StateException e) {
      fail(batch, e);
    } catch (RuntimeException | Error e) {
      fail(batch, StateException.readOnly("it failed unexpectedly", e));
    }
  }

  /** Does everything again when others were quicker, after a while when they were so often. */
  private static boolean committed(WriteSession rows, List<Job<?>> batch)
      throws InterruptedException {
    for (int conflicts = 0; !rows.commit(); conflicts++) {
      if (conflicts == MAX_CONFLICTS) {
        return false;
      }
      Thread.sleep(ThreadLocalRandom.current().nextInt(1 + Math.min(conflicts, MAX_PAUSE_MILLIS)));
      rows.begin();
      batch.forEach(job -> job.run(rows));
    }
    return true;
  }

  private static void refuse(List<Job<?>> batch, StateException why) {
    batch.forEach(job -> job.reply.fail(why));
  }

  private WriteSession open() {
    WriteSession open = session == null ? sessions.get() : session;
    session = open;
    return open;
  }

  private void fill(WriteSession rows, List<Job<?>> batch) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MAX_MILLIS);
    rows.begin();
    batch.get(0).run(rows);
    while (rows.changes() < maxChanges && System.nanoTime() < deadline) {
      Job<?> next = waiting.poll();
      if (next == null) {
        return;
      }
      batch.add(next);
      next.run(rows);
    }
  }

  private void fail(List<Job<?>> batch, StateException why) {
    failed = why;
    LOG.atError()
        .addKeyValue("backend", name)
        .setCause(why.getCause())
        .addKeyValue("why", why.getMessage())
        .log("The state takes no writes; it is tried again each second");
    closeSession();
    refuse(batch, why);
  }

  /** Somebody who came in just before is refused; then the database is tried. */
  private void recover(@Nullable Job<?> late) throws InterruptedException {
    StateException why = failed;
    if (why == null) {
      return;
    }
    for (Job<?> job = late; job != null; job = waiting.poll()) {
      job.reply.fail(why);
    }
    if (late != null) {
      Thread.sleep(PROBE_MILLIS);
    }
    if (!closing) {
      probe();
    }
  }

  private void probe() {
    try {
      open().probe();
      failed = null;
      LOG.atInfo().addKeyValue("backend", name).log("The state takes writes again");
    } catch (RuntimeException e) {
      LOG.atDebug().addKeyValue("backend", name).setCause(e).log("The state still takes no writes");
      if (e instanceof StateException why && isOfDatabase(why)) {
        failed = why;
      }
      closeSession();
    }
  }

  private void closeSession() {
    WriteSession open = session;
    session = null;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException e) {
        LOG.atDebug().addKeyValue("backend", name).setCause(e).log("A session did not close");
      }
    }
  }
}
