package dev.roost.platform.http;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom the limits count a connection for. A household gets a whole /64 of IPv6 addresses, so these
 * count as one client; counted one by one, each of its 2<sup>64</sup> addresses had a share.
 */
final class ClientAddress {
  private static final int IPV4_BYTES = 4;
  private static final String UNKNOWN = "unknown";

  private ClientAddress() {}

  /** The address of the other end of a connection, as text. */
  static String host(java.net.@Nullable SocketAddress remote) {
    return remote instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : UNKNOWN;
  }

  static String of(@Nullable SocketAddress remote) {
    String host = remote == null ? null : remote.hostAddress();
    return host == null ? UNKNOWN : of(host);
  }

  /**
   * An IPv4 address as it is, an IPv6 address as its network, such as {@code 2001:db8:0:1::/64}.
   */
  static String of(String host) {
    byte[] bytes = IpAddresses.parse(host);
    return bytes == null ? host : of(bytes);
  }

  static String of(byte[] address) {
    return address.length == IPV4_BYTES ? NetUtil.bytesToIpAddress(address) : network(address);
  }

  private static String network(byte[] address) {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < 8; index += 2) {
      int word = Byte.toUnsignedInt(address[index]) << 8 | Byte.toUnsignedInt(address[index + 1]);
      text.append(Integer.toHexString(word)).append(':');
    }
    return text.append(":/64").toString();
  }
}
