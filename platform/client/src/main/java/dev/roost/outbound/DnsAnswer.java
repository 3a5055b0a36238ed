package dev.roost.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a name server said about a name: addresses of the name itself or of what it stands for, and
 * nothing about other names.
 *
 * @param addresses of the asked family
 * @param alias the last name that the asked one stands for, if it stands for one
 */
record DnsAnswer(List<IpAddress> addresses, Optional<String> alias) {
  /**
   * Reads an answer.
   *
   * @throws UnknownHostException if the server says that it has none, or has trouble
   */
  static DnsAnswer read(String name, DnsRecordType type, DnsResponse response)
      throws UnknownHostException {
    if (!DnsResponseCode.NOERROR.equals(response.code())) {
      throw new UnknownHostException("the name server answers " + response.code());
    }
    List<DnsRawRecord> records = records(response);
    String last = lastAlias(absolute(name), aliases(records));
    List<IpAddress> addresses = new ArrayList<>();
    for (DnsRawRecord record : records) {
      if (record.type().equals(type) && owner(record).equals(last)) {
        addresses.add(address(record));
      }
    }
    return new DnsAnswer(
        addresses, last.equals(absolute(name)) ? Optional.empty() : Optional.of(last));
  }

  private static List<DnsRawRecord> records(DnsResponse response) {
    List<DnsRawRecord> records = new ArrayList<>();
    for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
      DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
      if (record instanceof DnsRawRecord raw) {
        records.add(raw);
      }
    }
    return records;
  }

  private static Map<String, String> aliases(List<DnsRawRecord> records) {
    Map<String, String> aliases = new HashMap<>();
    for (DnsRawRecord record : records) {
      if (record.type().equals(DnsRecordType.CNAME)) {
        ByteBuf content = record.content().duplicate();
        aliases.put(owner(record), Ascii.lower(DefaultDnsRecordDecoder.decodeName(content)));
      }
    }
    return aliases;
  }

  /** Follows each alias once, so that a ring of them ends. */
  private static String lastAlias(String name, Map<String, String> aliases) {
    String last = name;
    for (String next = aliases.remove(last); next != null; next = aliases.remove(last)) {
      last = next;
    }
    return last;
  }

  private static IpAddress address(DnsRawRecord record) throws UnknownHostException {
    byte[] bytes = ByteBufUtil.getBytes(record.content());
    boolean fits =
        bytes.length
            == (record.type().equals(DnsRecordType.A)
                ? IpAddress.IPV4_BYTES
                : IpAddress.IPV6_BYTES);
    if (!fits) {
      throw new UnknownHostException("the name server answers an address of odd length");
    }
    return IpAddress.of(bytes);
  }

  private static String owner(DnsRecord record) {
    return absolute(Ascii.lower(record.name()));
  }

  private static String absolute(String name) {
    return name.endsWith(".") ? name : name + ".";
  }
}
