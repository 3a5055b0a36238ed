package dev.roost.platform.http;

import io.netty.util.NetUtil;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** IP addresses as bytes: 4 or 16. */
final class IpAddresses {
  private static final int IPV6_BYTES = 16;
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private IpAddresses() {}

  /**
   * Reads an address, never a name. {@code ::ffff:192.0.2.1}, how a socket of both families shows
   * an IPv4 client, is the IPv4 address.
   *
   * @return null if it is none
   */
  static byte @Nullable [] parse(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    return bytes != null && isMapped(bytes)
        ? Arrays.copyOfRange(bytes, MAPPED.length, IPV6_BYTES)
        : bytes;
  }

  private static boolean isMapped(byte[] bytes) {
    return bytes.length == IPV6_BYTES
        && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
  }
}
