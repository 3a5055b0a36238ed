package dev.roost.platform.task;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the logs of all live tasks may keep together beyond the little that each may always keep.
 * Shared by all threads.
 */
final class LogBudget {
  /** About so many bytes of heap. */
  static final long SHIPPED = 16L << 20;

  private final long max;
  private final AtomicLong taken = new AtomicLong();

  LogBudget(long max) {
    this.max = max;
  }

  /** Takes some; says whether all together still have no more than they may. */
  boolean take(long bytes) {
    return taken.addAndGet(bytes) <= max;
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }

  long taken() {
    return taken.get();
  }
}
