package dev.roost.platform.discovery.dnssd;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One record of an answer.
 *
 * @param message the whole answer: names in a record may point elsewhere in it
 * @param from where its data begin
 * @param to where they end
 */
record DnsRecord(DomainName owner, Type type, Buffer message, int from, int to) {
  private static final int PORT = 4;
  private static final int TARGET = 6;
  private static final int MAX_ENTRIES = 100;

  /** What is asked for. */
  enum Type {
    PTR(12),
    TXT(16),
    SRV(33);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** Whom a pointer points to. */
  DomainName target() {
    return DomainName.read(message, from).name();
  }

  /** Where a service is. */
  DomainName host() {
    return DomainName.read(message, from + TARGET).name();
  }

  /** At which port. */
  int port() {
    if (to - from < TARGET) {
      throw new IllegalArgumentException("a service without a port");
    }
    return message.getUnsignedShort(from + PORT);
  }

  /** What a text says; of a key that is there twice the first counts (RFC 6763, 6.4). */
  Map<String, String> text() {
    Map<String, String> entries = new LinkedHashMap<>();
    int at = from;
    while (at < to && entries.size() < MAX_ENTRIES) {
      int end = at + 1 + (message.getByte(at) & 0xff);
      if (end > to) {
        throw new IllegalArgumentException("a text that is cut off");
      }
      String entry = message.getString(at + 1, end, StandardCharsets.UTF_8.name());
      int equals = entry.indexOf('=');
      if (equals > 0) {
        entries.putIfAbsent(
            entry.substring(0, equals).toLowerCase(Locale.ROOT), entry.substring(equals + 1));
      }
      at = end;
    }
    return entries;
  }
}
