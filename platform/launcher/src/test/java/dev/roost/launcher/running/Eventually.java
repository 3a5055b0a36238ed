package dev.roost.launcher.running;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Looks again and again, until something holds or patience ends. */
public final class Eventually {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private Eventually() {}

  /** What is to hold. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Within {@link #PATIENCE}. */
  public static void until(Condition condition) throws Exception {
    until(PATIENCE, condition);
  }

  static void until(Duration patience, Condition condition) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not so within " + patience);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
