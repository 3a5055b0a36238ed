package dev.roost.platform.websocket;

import io.vertx.core.buffer.Buffer;

/** Says whether bytes that come in pieces are UTF-8 (RFC 3629), as early as it can be said. */
final class Utf8Check {
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private int missing;
  private int lowest = 0x80;
  private int highest = 0xBF;

  /** Takes the next piece; false as soon as no continuation could make it UTF-8. */
  boolean take(Buffer piece) {
    for (int i = afterAscii(piece); i < piece.length(); i++) {
      int b = piece.getByte(i) & 0xFF;
      if (missing == 0 ? b >= 0x80 && !begin(b) : !goOn(b)) {
        return false;
      }
    }
    return true;
  }

  /** Skips ASCII, eight at a time: most messages are nothing else. */
  private int afterAscii(Buffer piece) {
    int at = 0;
    while (missing == 0
        && at + Long.BYTES <= piece.length()
        && (piece.getLong(at) & NOT_ASCII) == 0) {
      at += Long.BYTES;
    }
    return at;
  }

  /** Whether the pieces so far end with a whole character. */
  boolean isComplete() {
    return missing == 0;
  }

  /** The second byte of some characters has narrower bounds: no overlong forms, no surrogates. */
  private boolean begin(int b) {
    lowest = 0x80;
    highest = 0xBF;
    if (b >= 0xC2 && b <= 0xDF) {
      missing = 1;
    } else if (b >= 0xE0 && b <= 0xEF) {
      missing = 2;
      lowest = b == 0xE0 ? 0xA0 : 0x80;
      highest = b == 0xED ? 0x9F : 0xBF;
    } else if (b >= 0xF0 && b <= 0xF4) {
      missing = 3;
      lowest = b == 0xF0 ? 0x90 : 0x80;
      highest = b == 0xF4 ? 0x8F : 0xBF;
    } else {
      return false;
    }
    return true;
  }

  private boolean goOn(int b) {
    boolean fits = b >= lowest && b <= highest;
    lowest = 0x80;
    highest = 0xBF;
    missing--;
    return fits;
  }
}
