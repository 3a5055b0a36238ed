package dev.roost.client;

import java.util.concurrent.TimeUnit;

/** So many steps a second, and so many at once. */
final class Pace {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int perSecond;
  private double tokens;
  private long last;

  Pace(int perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.tokens = perSecond;
    this.last = nowNanos;
  }

  /** How long to wait for the next step, in nanoseconds; 0 if it may be taken now. */
  long nanosToNext(long nowNanos) {
    tokens = Math.min(perSecond, tokens + (double) (nowNanos - last) * perSecond / SECOND);
    last = nowNanos;
    return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) * SECOND / perSecond);
  }

  /** Takes a step. */
  void take() {
    tokens--;
  }
}
