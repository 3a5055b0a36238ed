package dev.roost.platform.discovery.dnssd;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Questions to name servers, and their answers (RFC 1035). */
final class DnsMessage {
  private static final int HEADER = 12;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int RESPONSE = 0x8000;
  private static final int TRUNCATED = 0x0200;
  private static final int CODE = 0x000f;
  private static final int NO_SUCH_NAME = 3;
  private static final int INTERNET = 1;
  private static final int AFTER_NAME = 4;
  private static final int RECORD = 10;
  private static final int LENGTH = 8;

  private DnsMessage() {}

  /** A question. */
  static Buffer question(int id, DomainName name, DnsRecord.Type type) {
    Buffer message =
        Buffer.buffer()
            .appendUnsignedShort(id)
            .appendUnsignedShort(RECURSION_DESIRED)
            .appendUnsignedShort(1)
            .appendUnsignedShort(0)
            .appendUnsignedShort(0)
            .appendUnsignedShort(0);
    name.write(message);
    return message.appendUnsignedShort(type.code()).appendUnsignedShort(INTERNET);
  }

  /** Says whether that is an answer to a question; anybody may have sent it. */
  static boolean answers(Buffer message, Buffer question) {
    return message.length() >= question.length()
        && message.getUnsignedShort(0) == question.getUnsignedShort(0)
        && (message.getUnsignedShort(2) & RESPONSE) != 0
        && message.getUnsignedShort(4) == 1
        && message
            .slice(HEADER, question.length())
            .equals(question.slice(HEADER, question.length()));
  }

  /** Says whether there was not room for all. */
  static boolean isTruncated(Buffer message) {
    return (message.getUnsignedShort(2) & TRUNCATED) != 0;
  }

  /**
   * The records of that type in the answer section; none for a name that there is not.
   *
   * @throws IllegalArgumentException if the server has trouble, or that is no answer
   */
  static List<DnsRecord> records(Buffer message, DnsRecord.Type type) {
    int code = message.getUnsignedShort(2) & CODE;
    if (code == NO_SUCH_NAME) {
      return List.of();
    } else if (code != 0) {
      throw new IllegalArgumentException("the name server answers with code " + code);
    }
    List<DnsRecord> records = new ArrayList<>();
    int at = DomainName.read(message, HEADER).end() + AFTER_NAME;
    for (int i = 0; i < message.getUnsignedShort(6); i++) {
      DomainName.Read owner = DomainName.read(message, at);
      int from = owner.end() + RECORD;
      if (from > message.length()) {
        throw new IllegalArgumentException("a message that is cut off");
      }
      int to = from + message.getUnsignedShort(owner.end() + LENGTH);
      if (to > message.length()) {
        throw new IllegalArgumentException("a message that is cut off");
      }
      if (message.getUnsignedShort(owner.end()) == type.code()) {
        records.add(new DnsRecord(owner.name(), type, message, from, to));
      }
      at = to;
    }
    return records;
  }
}
