package dev.roost.platform.websocket;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of messages the connections of a node hold at once: while they arrive, while their
 * requests run, and of the answers until the client has taken them. Each connection has bounds of
 * its own, but thousands of them may each come near to theirs. Shared by all event loops.
 *
 * <p>When it is short, who holds much already is not read. When it is spent, they are refused, and
 * when it is overdrawn, so is everybody. Those that wait are woken when a quarter of it is free.
 */
final class MessageBudget {
  /** The messages become objects, which are larger, and have to leave room for everything else. */
  private static final int SHARE_OF_HEAP = 16;

  private final long enough;
  private final long max;
  private final AtomicLong held = new AtomicLong();
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

  MessageBudget(long max) {
    this.max = max;
    this.enough = max - max / 4;
  }

  /** A share of the heap, and room for two of the largest messages in any case. */
  static long shareOfHeap(int largestMessage) {
    return Math.max(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, 2L * largestMessage);
  }

  /** Counts bytes in, or out if there are fewer than none. */
  void add(long bytes) {
    long now = held.addAndGet(bytes);
    if (now <= enough && now - bytes > enough) {
      waiting.forEach(this::wake);
    }
  }

  /** Whether more is held than should be. */
  boolean isShort() {
    return held.get() > max;
  }

  /** Whether twice as much is held as should be. */
  boolean isSpent() {
    return held.get() / 2 > max;
  }

  /** Whether four times as much is held as should be. */
  boolean isOverdrawn() {
    return held.get() / 4 > max;
  }

  /** Runs {@code step} once, on whatever thread, when it is not short any more. */
  void whenEnough(Runnable step) {
    waiting.add(step);
    if (!isShort()) {
      wake(step);
    }
  }

  private void wake(Runnable step) {
    if (waiting.remove(step)) {
      step.run();
    }
  }

  /** Does not run {@code step} any more. */
  void forget(Runnable step) {
    waiting.remove(step);
  }

  /** How many bytes are held. */
  long held() {
    return held.get();
  }
}
