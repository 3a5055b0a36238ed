package dev.roost.platform.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request on to whom, as proxies wrote it down: the nearest to us last. A node is an
 * address, with or without a port; a proxy may also hide it.
 */
final class ForwardedNodes {
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}|_[0-9A-Za-z._-]{1,100}");

  private ForwardedNodes() {}

  /** The nodes of {@code X-Forwarded-For}. */
  static List<String> ofList(String header) {
    return Arrays.stream(header.split(",", -1)).map(String::strip).toList();
  }

  /** The nodes of {@code Forwarded} (RFC 7239); nothing if it is malformed or a hop names none. */
  static Optional<List<String>> ofForwarded(String header) {
    return new ForwardedHeader(header).nodes();
  }

  /** The address of a node; null if it tells none. */
  static byte @Nullable [] address(String node) {
    int colon = node.indexOf(':', node.indexOf(']') + 1);
    boolean bareIpv6 = !node.startsWith("[") && colon >= 0 && colon != node.lastIndexOf(':');
    if (colon < 0 || bareIpv6) {
      return node.isEmpty() ? null : IpAddresses.parse(node);
    }
    boolean port = PORT.matcher(node.substring(colon + 1)).matches();
    return port && colon > 0 ? IpAddresses.parse(node.substring(0, colon)) : null;
  }
}
