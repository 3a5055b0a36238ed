package dev.roost.platform.webhook;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;

/**
 * Numbers from 0 to 1 that keep away from each other: of a hundred in a row no two are in the same
 * hundredth. Any thread may use it.
 */
final class Spread {
  private static final int SLOTS = 100;

  /**
   * Has no divisor in common with the slots, so that all of them come; neighbours are far apart.
   */
  private static final int STRIDE = 61;

  private final DoubleSupplier random;
  private final AtomicInteger turn;

  /** With random numbers from 0 to 1; nodes begin at different slots. */
  Spread(DoubleSupplier random) {
    this.random = random;
    this.turn = new AtomicInteger((int) (random.getAsDouble() * SLOTS));
  }

  double next() {
    int slot = turn.getAndUpdate(last -> (last + STRIDE) % SLOTS);
    return (slot + random.getAsDouble()) / SLOTS;
  }
}
