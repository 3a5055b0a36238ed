package dev.roost.outbound;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An IP address as it stands on the wire. Unlike {@link java.net.InetAddress} it never turns one
 * form into another: an IPv4 address within an IPv6 address stays what it is.
 *
 * @param ipv6 whether it has 128 bits, not 32
 * @param high the upper 64 bits, 0 for IPv4
 * @param low the lower 64 bits, or all 32
 */
public record IpAddress(boolean ipv6, long high, long low) {
  /** How many bytes an IPv4 address has. */
  static final int IPV4_BYTES = 4;

  /** How many bytes an IPv6 address has. */
  static final int IPV6_BYTES = 16;

  /**
   * The address of those bytes.
   *
   * @throws IllegalArgumentException if there are neither 4 nor 16
   */
  public static IpAddress of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return switch (bytes.length) {
      case IPV4_BYTES -> ipv4(in.getInt());
      case IPV6_BYTES -> new IpAddress(true, in.getLong(), in.getLong());
      default ->
          throw new IllegalArgumentException("an IP address has 4 or 16 bytes: " + bytes.length);
    };
  }

  static IpAddress ipv4(int bits) {
    return new IpAddress(false, 0, Integer.toUnsignedLong(bits));
  }

  /**
   * Reads an address, strictly: IPv4 in canonical dotted decimal, IPv6 in hexadecimal groups
   * without a zone and without a dotted tail.
   */
  public static Optional<IpAddress> parse(String text) {
    return text.indexOf(':') >= 0 ? Ipv6Text.parse(text) : Ipv4Text.parse(text);
  }

  /** Reads an address that must be one. */
  static IpAddress valueOf(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not an IP address: " + text));
  }

  /** How many bits it has. */
  public int bits() {
    return (ipv6 ? IPV6_BYTES : IPV4_BYTES) * Byte.SIZE;
  }

  /** The address as text that {@link #parse} reads, in lower case, without brackets. */
  public String text() {
    return ipv6 ? Ipv6Text.format(high, low) : Ipv4Text.format((int) low);
  }

  @Override
  public String toString() {
    return text();
  }
}
