package dev.roost.client;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts server-sent events out of bytes as they come. Lines end with LF, CR LF or CR; of the fields
 * only {@code data} matters here, since the envelopes in it carry their own numbers.
 */
final class SseParser {
  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final int FIRST_CAPACITY = 4 * 1024;

  /** An event goes beyond the limit. */
  static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooLongException(String message) {
      super(message, null, false, false);
    }
  }

  private final int maxBytes;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int start;
  private int scanned;
  private int end;
  private boolean begun;
  private boolean afterReturn;

  /**
   * @param maxBytes how long an event may be
   */
  SseParser(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes what has come. */
  void feed(Buffer more) {
    makeRoom(more.length());
    more.getBytes(0, more.length(), bytes, end);
    end += more.length();
  }

  private void makeRoom(int length) {
    int live = end - start;
    if (end + length > bytes.length) {
      byte[] target =
          live + length > bytes.length
              ? new byte[Math.max(bytes.length * 2, live + length)]
              : bytes;
      System.arraycopy(bytes, start, target, 0, live);
      bytes = target;
      scanned -= start;
      start = 0;
      end = live;
    }
  }

  /**
   * The data of the next event; null if it has not come yet.
   *
   * @throws TooLongException if it is too long
   */
  byte @Nullable [] next() {
    skipMark();
    while (true) {
      int line = endOfLine();
      if (line < 0) {
        checkLength();
        return null;
      }
      boolean empty = line == start;
      if (!empty) {
        take(start, line);
      }
      afterReturn = bytes[line] == '\r';
      start = line + 1;
      scanned = start;
      if (empty && data.size() > 0) {
        byte[] event = data.toByteArray();
        data.reset();
        return event;
      }
    }
  }

  /** How many bytes have come of events that have not been taken. */
  int buffered() {
    return end - start + data.size();
  }

  private void skipMark() {
    if (!begun && end - start >= BYTE_ORDER_MARK.length) {
      begun = true;
      if (startsWith(BYTE_ORDER_MARK, start, end)) {
        start += BYTE_ORDER_MARK.length;
        scanned = start;
      }
    }
  }

  /** The index of the character that ends the line; -1 if it has not come yet. */
  private int endOfLine() {
    if (afterReturn && start < end) {
      afterReturn = false;
      if (bytes[start] == '\n') {
        start++;
        scanned = start;
      }
    }
    for (; scanned < end; scanned++) {
      if (bytes[scanned] == '\n' || bytes[scanned] == '\r') {
        return scanned;
      }
    }
    return -1;
  }

  private void checkLength() {
    if (buffered() > maxBytes) {
      throw new TooLongException("an event is longer than " + maxBytes + " bytes");
    }
  }

  private void take(int from, int to) {
    if (!startsWith(DATA, from, to)) {
      return;
    }
    int value = from + DATA.length;
    if (value < to && bytes[value] == ':') {
      value += value + 1 < to && bytes[value + 1] == ' ' ? 2 : 1;
      if (data.size() > 0) {
        data.write('\n');
      }
      data.write(bytes, value, to - value);
      checkLength();
    }
  }

  private boolean startsWith(byte[] prefix, int from, int to) {
    if (to - from < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[from + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
