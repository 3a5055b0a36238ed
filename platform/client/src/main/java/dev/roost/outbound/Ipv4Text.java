package dev.roost.outbound;

import java.util.Optional;

/**
 * IPv4 addresses in canonical dotted decimal. Everything else that some library reads as one
 * ({@code 127.1}, {@code 0x7f.1}, {@code 2130706433}, {@code 0177.0.0.1}) is none.
 */
final class Ipv4Text {
  private static final int MAX_PART = 255;
  private static final int MAX_PART_LENGTH = 3;

  private Ipv4Text() {}

  static Optional<IpAddress> parse(String text) {
    String[] parts = text.split("\\.", -1);
    int bits = 0;
    for (String part : parts) {
      if (!isCanonical(part)) {
        return Optional.empty();
      }
      bits = bits << Byte.SIZE | Integer.parseInt(part);
    }
    return parts.length == IpAddress.IPV4_BYTES
        ? Optional.of(IpAddress.ipv4(bits))
        : Optional.empty();
  }

  private static boolean isCanonical(String part) {
    return !part.isEmpty()
        && part.length() <= MAX_PART_LENGTH
        && part.chars().allMatch(Ascii::isDigit)
        && (part.length() == 1 || part.charAt(0) != '0')
        && Integer.parseInt(part) <= MAX_PART;
  }

  static String format(int bits) {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 0xff)
        + "."
        + (bits >>> 8 & 0xff)
        + "."
        + (bits & 0xff);
  }
}
