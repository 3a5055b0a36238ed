package dev.roost.platform.webhook;

/**
 * So many in a row, then so many a second. Time is that of {@link System#nanoTime()}. Used by one
 * context.
 */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private final double perNano;
  private final double burst;
  private double tokens;
  private long atNanos;
  private long promisedNanos;

  /** Full at first. */
  TokenBucket(double perSecond, int burst, long nowNanos) {
    this.perNano = perSecond / NANOS;
    this.burst = burst;
    this.tokens = burst;
    this.atNanos = nowNanos;
    this.promisedNanos = nowNanos;
  }

  /** Takes a token, if there is one. */
  boolean take(long nowNanos) {
    if (!has(nowNanos)) {
      return false;
    }
    tokens--;
    return true;
  }

  /** A token was not needed. */
  void giveBack() {
    tokens = Math.min(burst, tokens + 1);
  }

  /** Whether there is a token. */
  boolean has(long nowNanos) {
    fill(nowNanos);
    return tokens >= 1;
  }

  /** Whether it is as if nobody had ever taken one. */
  boolean isFull(long nowNanos) {
    fill(nowNanos);
    return tokens >= burst;
  }

  /** When there will be a token, if there is none. */
  long nextNanos(long nowNanos) {
    fill(nowNanos);
    return nowNanos + (long) Math.ceil(Math.max(0, 1 - tokens) / perNano);
  }

  /**
   * When to ask again: each who is refused hears of a later time than the one before, so that they
   * do not all come at once. Nothing is reserved.
   */
  long comeAgain(long nowNanos) {
    long next = nextNanos(nowNanos);
    long behind = promisedNanos + (long) (1 / perNano);
    promisedNanos = behind - next > 0 ? behind : next;
    return promisedNanos;
  }

  private void fill(long nowNanos) {
    long passed = nowNanos - atNanos;
    if (passed > 0) {
      tokens = Math.min(burst, tokens + passed * perNano);
      atNanos = nowNanos;
    }
  }
}
