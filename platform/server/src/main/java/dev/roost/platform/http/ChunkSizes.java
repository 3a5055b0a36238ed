package dev.roost.platform.http;

import io.netty.buffer.ByteBuf;

/**
 * Checks the size lines of a chunked body before Netty reads them: it counts in 32 bits and takes
 * 100000003 for 3. Where a size line begins is known from the size before it.
 */
final class ChunkSizes {
  private static final int MAX_DIGITS = 16;
  private static final long NO_LINE = Long.MAX_VALUE / 2;
  private static final HttpFailure TOO_LARGE = HttpFailure.closing(400, "A chunk is too large");
  private static final HttpFailure MALFORMED =
      HttpFailure.closing(400, "The size of a chunk is malformed");

  /** How many bytes come before the next size line. */
  private long ahead = NO_LINE;

  void begin() {
    ahead = 0;
  }

  void end() {
    ahead = NO_LINE;
  }

  void consumed(int count) {
    ahead -= count;
  }

  void look(ByteBuf buffer) {
    if (ahead != 0) {
      return;
    }
    int begin = buffer.readerIndex();
    int end = buffer.writerIndex();
    int i = begin;
    long size = 0;
    for (; i < end && digit(buffer.getByte(i)) >= 0; i++) {
      size = size * 16 + digit(buffer.getByte(i));
      if (i - begin >= MAX_DIGITS || size < 0 || size > Integer.MAX_VALUE) {
        throw TOO_LARGE;
      }
    }
    checkRest(buffer, begin, i);
    int lineEnd = buffer.indexOf(i, end, (byte) '\n');
    if (lineEnd >= 0) {
      ahead = size == 0 ? NO_LINE : lineEnd + 1 - begin + size + 2;
    }
  }

  private static void checkRest(ByteBuf buffer, int begin, int from) {
    int i = from;
    while (i < buffer.writerIndex() && isSpace(buffer.getByte(i))) {
      i++;
    }
    if (i == buffer.writerIndex()) {
      return;
    }
    boolean whole = buffer.getByte(i) == ';' || i == from && isLineEnd(buffer, i);
    if (from == begin || !whole) {
      throw MALFORMED;
    }
  }

  private static boolean isLineEnd(ByteBuf buffer, int at) {
    return buffer.getByte(at) == '\r'
        && (at + 1 == buffer.writerIndex() || buffer.getByte(at + 1) == '\n');
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  private static int digit(byte b) {
    return b < 0 ? -1 : Character.digit((char) b, 16);
  }
}
