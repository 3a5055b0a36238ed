package dev.roost.outbound;

import static java.util.Objects.requireNonNull;

/**
 * All addresses that begin with the same bits.
 *
 * @param first its first address
 * @param prefix how many bits they share
 */
public record AddressRange(IpAddress first, int prefix) {
  /**
   * @throws IllegalArgumentException if the prefix is longer than an address, or the address has
   *     bits behind the prefix
   */
  public AddressRange {
    requireNonNull(first, "first");
    if (prefix < 0 || prefix > first.bits()) {
      throw new IllegalArgumentException(
          "the prefix of " + first + " must be 0 to " + first.bits() + ": " + prefix);
    }
    if ((first.high() & ~highMask(first, prefix)) != 0
        || (first.low() & ~lowMask(first, prefix)) != 0) {
      throw new IllegalArgumentException(
          first + "/" + prefix + " has bits behind its prefix; name its first address");
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    IpAddress first =
        IpAddress.parse(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(() -> malformed(text));
    return new AddressRange(
        first, slash < 0 ? first.bits() : prefix(text, text.substring(slash + 1)));
  }

  private static int prefix(String text, String digits) {
    if (!digits.matches("0|[1-9][0-9]{0,2}")) {
      throw malformed(text);
    }
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "neither an IP address nor a range such as 10.0.0.0/8: " + text);
  }

  /** Whether an address is in it. */
  public boolean contains(IpAddress address) {
    return address.ipv6() == first.ipv6()
        && (address.high() & highMask(first, prefix)) == first.high()
        && (address.low() & lowMask(first, prefix)) == first.low();
  }

  private static long highMask(IpAddress first, int prefix) {
    return first.ipv6() ? mask(Math.min(prefix, Long.SIZE)) : 0;
  }

  private static long lowMask(IpAddress first, int prefix) {
    return first.ipv6()
        ? mask(Math.max(0, prefix - Long.SIZE))
        : mask(prefix) >>> Integer.SIZE & 0xffff_ffffL;
  }

  /** The upper bits of 64. */
  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << Long.SIZE - bits;
  }

  @Override
  public String toString() {
    return first + "/" + prefix;
  }
}
