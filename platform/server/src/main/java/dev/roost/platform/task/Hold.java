package dev.roost.platform.task;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.Lease;
import dev.roost.spi.TaskWork;
import org.jspecify.annotations.Nullable;

/** What a durable task has in the database while this node works on it. Any thread may call it. */
final class Hold {
  private final TaskWork work;
  private @Nullable Lease lease;
  private boolean committing;

  /** Of a task that is on its way into the database. */
  Hold(TaskWork work) {
    this.work = requireNonNull(work, "work");
  }

  /** What it takes to run it again. */
  TaskWork work() {
    return work;
  }

  /** Under which the node works on it; null while it is on its way into the database. */
  synchronized @Nullable Lease lease() {
    return lease;
  }

  /** It is in the database, or the lease lasts longer. */
  synchronized void lease(Lease newest) {
    lease = newest;
  }

  /** The lease to commit the end under; null if there is none yet, or that is being done. */
  synchronized @Nullable Lease beginCommit() {
    if (committing || lease == null) {
      return null;
    }
    committing = true;
    return lease;
  }

  /** The end could not be committed. */
  synchronized void failCommit() {
    committing = false;
  }
}
