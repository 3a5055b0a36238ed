package dev.roost.platform.websocket;

/** So many at once, and as many a second. Used on one event loop. */
final class TokenBucket {
  private static final double NANOS_PER_SECOND = 1e9;

  private final int perSecond;
  private double tokens;
  private long lastNanos;

  TokenBucket(int perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.tokens = perSecond;
    this.lastNanos = nowNanos;
  }

  /** Takes one; false if there is none. */
  boolean take(long nowNanos) {
    double more = (nowNanos - lastNanos) / NANOS_PER_SECOND * perSecond;
    tokens = Math.min(perSecond, tokens + more);
    lastNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
