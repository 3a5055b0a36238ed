package dev.roost.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Bearer tokens, one after the other, around and around. Of those in use one in a hundred is
 * replaced each second, the oldest first, by one that was never shown before; time without requests
 * does not count.
 */
final class TokenHeader implements Header {
  /** One in so many is replaced each second. */
  static final int SHARE = 100;

  private static final byte[] NAME = "Authorization: Bearer ".getBytes(US_ASCII);
  private static final byte[] END = "\r\n".getBytes(US_ASCII);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

  private final byte[][] used;
  private final List<byte[]> fresh;
  private final LongSupplier nanoClock;
  private final long intervalNanos;
  private long dueNanos;
  private int next;
  private int replaced;

  /**
   * @param count how many tokens are in use
   * @param tokens these, and behind them the ones to come
   */
  TokenHeader(int count, List<byte[]> tokens, LongSupplier nanoClock) {
    this.used = tokens.subList(0, count).toArray(byte[][]::new);
    this.fresh = tokens.subList(count, tokens.size());
    this.nanoClock = nanoClock;
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) * SHARE / count;
    this.dueNanos = nanoClock.getAsLong() + intervalNanos;
  }

  /** How many tokens are needed for so many seconds of requests. */
  static int needed(int count, int seconds) {
    return count + (seconds * count + SHARE - 1) / SHARE;
  }

  @Override
  public int maxLength() {
    return NAME.length + END.length + longest(List.of(used), longest(fresh, 0));
  }

  private static int longest(List<byte[]> tokens, int least) {
    return tokens.stream().mapToInt(token -> token.length).reduce(least, Math::max);
  }

  @Override
  public void put(ByteBuffer target, RequestWriter request) {
    replace(nanoClock.getAsLong());
    target.put(NAME).put(used[next]).put(END);
    next = next + 1 == used.length ? 0 : next + 1;
  }

  private void replace(long now) {
    if (now - dueNanos > LONGEST_PAUSE) {
      dueNanos = now;
    }
    while (dueNanos <= now) {
      if (replaced == fresh.size()) {
        throw new LoadException("All tokens have been shown; more must be made before the run");
      }
      used[replaced % used.length] = fresh.get(replaced);
      replaced++;
      dueNanos += intervalNanos;
    }
  }

  /** How many tokens have been replaced. */
  int replaced() {
    return replaced;
  }
}
