package dev.roost.platform.discovery.dnssd;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A name of DNS by its labels: one of DNS-SD may hold any character, dots too.
 *
 * @param labels from the left; none for the root
 */
record DomainName(List<String> labels) {
  private static final int MAX_BYTES = 255;
  private static final int MAX_JUMPS = 16;
  private static final int POINTER = 0xc0;
  private static final int OFFSET = 0x3fff;

  DomainName {
    labels = List.copyOf(labels);
  }

  /** A name as it is read aloud, where a dot is between labels. */
  static DomainName of(String text) {
    String relative = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return new DomainName(List.of(relative.split("\\.", -1)));
  }

  /** The same below other labels. */
  DomainName below(String... further) {
    List<String> all = new ArrayList<>(List.of(further));
    all.addAll(labels);
    return new DomainName(all);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Read read(Buffer message, int offset) {
    List<String> labels = new ArrayList<>();
    int at = offset;
    int end = -1;
    int size = 1;
    int jumps = 0;
    while (true) {
      int length = byteAt(message, at);
      if (length == 0) {
        return new Read(new DomainName(labels), end < 0 ? at + 1 : end);
      } else if ((length & POINTER) == POINTER) {
        end = end < 0 ? at + 2 : end;
        at = (length << Byte.SIZE | byteAt(message, at + 1)) & OFFSET;
        if (++jumps > MAX_JUMPS) {
          throw new IllegalArgumentException("a name that does not end");
        }
      } else {
        size += length + 1;
        if (length > ServiceText.MAX_LABEL || size > MAX_BYTES) {
          throw new IllegalArgumentException("a name that is too long");
        }
        labels.add(text(message, at + 1, length));
        at += length + 1;
      }
    }
  }

  /**
   * A name in a message.
   *
   * @param end where the message goes on
   */
  record Read(DomainName name, int end) {}

  private static int byteAt(Buffer message, int at) {
    if (at >= message.length()) {
      throw new IllegalArgumentException("a message that is cut off");
    }
    return message.getByte(at) & 0xff;
  }

  private static String text(Buffer message, int from, int length) {
    if (from + length > message.length()) {
      throw new IllegalArgumentException("a message that is cut off");
    }
    return message.getString(from, from + length, StandardCharsets.UTF_8.name());
  }

  /**
   * Appends it.
   *
   * @throws IllegalArgumentException if it is too long
   */
  void write(Buffer message) {
    int size = 1;
    for (String label : labels) {
      byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
      size += bytes.length + 1;
      if (bytes.length == 0 || bytes.length > ServiceText.MAX_LABEL || size > MAX_BYTES) {
        throw new IllegalArgumentException("\"" + this + "\" is no name of DNS");
      }
      message.appendByte((byte) bytes.length).appendBytes(bytes);
    }
    message.appendByte((byte) 0);
  }

  /** The same, whatever the case of ASCII letters. */
  boolean isSame(DomainName other) {
    return lower().equals(other.lower());
  }

  private List<String> lower() {
    return labels.stream().map(label -> label.toLowerCase(Locale.ROOT)).toList();
  }

  /** The first label. */
  String first() {
    return labels.isEmpty() ? "" : labels.get(0);
  }

  @Override
  public String toString() {
    return String.join(".", labels);
  }
}
