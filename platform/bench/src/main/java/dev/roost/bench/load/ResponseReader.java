package dev.roost.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Puts one HTTP/1.1 response together, by its {@code Content-Length}. Knows the little that our two
 * servers send, and no more: it must cost less than they do.
 */
final class ResponseReader {
  private static final int CAPACITY = 64 * 1_024;
  private static final int SHORTEST_STATUS = "HTTP/1.1 200".length();
  private static final byte[] BLANK_LINE = "\r\n\r\n".getBytes(ISO_8859_1);
  private static final String LENGTH = "content-length:";

  private final byte[] bytes = new byte[CAPACITY];
  private final ByteBuffer room = ByteBuffer.wrap(bytes);
  private int bodyStart = -1;
  private int end = -1;
  private int knownLengthStart = -1;

  /** Where what arrives is to be put. */
  ByteBuffer room() {
    if (!room.hasRemaining()) {
      throw new LoadException("An answer is longer than " + CAPACITY + " bytes");
    }
    return room;
  }

  /** Forgets the last response. */
  void clear() {
    room.clear();
    bodyStart = -1;
    end = -1;
  }

  /** Whether the response is there as a whole. */
  boolean isComplete() {
    if (bodyStart < 0) {
      int blank = find(BLANK_LINE, 0, room.position());
      if (blank < 0) {
        return false;
      }
      bodyStart = blank + BLANK_LINE.length;
      end = bodyStart + bodyLength(blank);
    }
    if (room.position() > end) {
      throw new LoadException("More was answered than announced: " + text());
    }
    return room.position() == end;
  }

  int status() {
    return room.position() < SHORTEST_STATUS
        ? 0
        : (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
  }

  boolean bodyContains(byte[] wanted) {
    return find(wanted, bodyStart, end) >= 0;
  }

  int bodyLength() {
    return end - bodyStart;
  }

  String text() {
    return new String(bytes, 0, Math.min(room.position(), 2_000), ISO_8859_1);
  }

  private int find(byte[] wanted, int from, int to) {
    for (int at = from; at <= to - wanted.length; at++) {
      if (bytes[at] == wanted[0]
          && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }

  /** Heads differ by nothing but the length, so its place is mostly the one of last time. */
  private int bodyLength(int headEnd) {
    if (knownLengthStart < 0 || !isLengthAt(knownLengthStart, headEnd)) {
      knownLengthStart =
          new String(bytes, 0, headEnd, ISO_8859_1).toLowerCase(Locale.ROOT).indexOf(LENGTH);
      if (knownLengthStart < 0) {
        throw new LoadException("An answer announces no length: " + text());
      }
    }
    int length = 0;
    for (int at = knownLengthStart + LENGTH.length(); at < headEnd && bytes[at] != '\r'; at++) {
      if (bytes[at] != ' ') {
        length = length * 10 + bytes[at] - '0';
      }
    }
    return length;
  }

  private boolean isLengthAt(int start, int headEnd) {
    if (start + LENGTH.length() >= headEnd || bytes[start - 1] != '\n') {
      return false;
    }
    for (int i = 0; i < LENGTH.length(); i++) {
      if ((bytes[start + i] | 0x20) != (LENGTH.charAt(i) | 0x20)) {
        return false;
      }
    }
    return true;
  }
}
