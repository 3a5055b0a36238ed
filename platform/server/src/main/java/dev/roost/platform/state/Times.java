package dev.roost.platform.state;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Times to the microsecond, and ticks of which no two are the same. */
final class Times {
  private final Clock clock;
  private final AtomicLong lastTick = new AtomicLong();

  Times(Clock clock) {
    this.clock = clock;
  }

  long nowMicros() {
    return Keys.micros(clock.instant());
  }

  Instant now() {
    return Keys.instant(nowMicros());
  }

  /** Now, but later than every tick before: an order among things of the same time. */
  long tick() {
    long now = nowMicros();
    return lastTick.updateAndGet(last -> Math.max(last + 1, now));
  }
}
