package dev.roost.platform.http;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whom the limits count a connection for. A household gets a whole /64 of IPv6 addresses, so these
 * count as one client; counted one by one, each of its 2<sup>64</sup> addresses had a share.
 */
final class ClientAddress {
  private static final int IPV6_BYTES = 16;
  private static final String UNKNOWN = "unknown";

  private ClientAddress() {}

  static String of(@Nullable SocketAddress remote) {
    String host = remote == null ? null : remote.hostAddress();
    return host == null ? UNKNOWN : of(host);
  }

  /**
   * An IPv4 address as it is, an IPv6 address as its network, such as {@code 2001:db8:0:1::/64}.
   */
  static String of(String host) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    if (bytes == null || bytes.length != IPV6_BYTES) {
      return host;
    }
    ByteBuffer address = ByteBuffer.wrap(bytes);
    return isMapped(address) ? ipv4(address) : network(address);
  }

  /** {@code ::ffff:192.0.2.1}, how a socket of both families shows an IPv4 client. */
  private static boolean isMapped(ByteBuffer address) {
    return address.getLong(0) == 0 && address.getInt(8) == 0xffff;
  }

  private static String ipv4(ByteBuffer address) {
    return NetUtil.intToIpAddress(address.getInt(12));
  }

  private static String network(ByteBuffer address) {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < 8; index += 2) {
      text.append(Integer.toHexString(Short.toUnsignedInt(address.getShort(index)))).append(':');
    }
    return text.append(":/64").toString();
  }
}
