package dev.roost.outbound;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses may be connected to: public ones, and those that the operator allows. A form that
 * hides an IPv4 address within an IPv6 address (mapped, compatible, NAT64, Teredo, 6to4) is not
 * public, whatever it hides.
 */
public final class AddressPolicy {
  /** What the registry of special addresses takes out of IPv4, and a cloud's metadata service. */
  private static final List<AddressRange> NOT_PUBLIC_IPV4 =
      ranges(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "168.63.129.16");

  /** All that is handed out of IPv6; nothing beside it is public. */
  private static final AddressRange GLOBAL_IPV6 = AddressRange.parse("2000::/3");

  private static final List<AddressRange> NOT_PUBLIC_IPV6 =
      ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  private final List<AddressRange> allowed;

  /** With the ranges that are allowed although they are not public. */
  public AddressPolicy(List<AddressRange> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /** Whether an address may be connected to. */
  public boolean permits(IpAddress address) {
    return isPublic(address) || isIn(allowed, address);
  }

  private static boolean isPublic(IpAddress address) {
    return address.ipv6()
        ? GLOBAL_IPV6.contains(address) && !isIn(NOT_PUBLIC_IPV6, address)
        : !isIn(NOT_PUBLIC_IPV4, address);
  }

  private static boolean isIn(List<AddressRange> ranges, IpAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static List<AddressRange> ranges(String... texts) {
    return Stream.of(texts).map(AddressRange::parse).toList();
  }
}
