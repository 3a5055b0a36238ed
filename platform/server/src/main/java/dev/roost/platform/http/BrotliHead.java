package dev.roost.platform.http;

import io.vertx.core.buffer.Buffer;

/**
 * What the first bytes of a brotli stream (RFC 7932, 9.1 and 9.2) tell about its length. The
 * decoder gives nothing out before its window is full, up to 16 MiB: whoever wants little has to
 * know beforehand.
 */
final class BrotliHead {
  private static final int LONGEST = 5;

  private long bits;

  private BrotliHead(Buffer stream) {
    for (int i = Math.min(LONGEST, stream.length()) - 1; i >= 0; i--) {
      bits = bits << Byte.SIZE | stream.getUnsignedByte(i);
    }
  }

  /** Whether the stream is one block of data and not longer; false also where this is not plain. */
  static boolean isAtMost(Buffer stream, int max) {
    return stream.length() >= LONGEST && new BrotliHead(stream).onlyBlock() <= max;
  }

  /** The length of the first block, if it is the last. */
  private long onlyBlock() {
    skipWindow();
    boolean last = take(1) == 1;
    boolean empty = last && take(1) == 1;
    int nibbles = 4 + take(2);
    boolean lengthless = nibbles == 7;
    return last && !empty && !lengthless ? take(4 * nibbles) + 1L : Long.MAX_VALUE;
  }

  private void skipWindow() {
    if (take(1) == 1 && take(3) == 0) {
      take(3);
    }
  }

  private int take(int count) {
    int taken = (int) (bits & (1L << count) - 1);
    bits >>>= count;
    return taken;
  }
}
