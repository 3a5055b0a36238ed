package dev.roost.platform.http;

import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/** The proxies whose word about where a request comes from is taken. */
final class TrustedProxies {
  private static final AsciiString LIST = AsciiString.cached("x-forwarded-for");
  private static final AsciiString FORWARDED = AsciiString.cached("forwarded");

  private final List<AddressRange> ranges;

  TrustedProxies(List<AddressRange> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  boolean trusts(String host) {
    return !ranges.isEmpty() && trusts(IpAddresses.parse(host));
  }

  private boolean trusts(byte[] address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  /**
   * Whom a request counts for that a trusted proxy sent: what its headers say, or the proxy itself
   * if they say nothing that can be read. A proxy sets one header and may let the other through as
   * a client made it up, so where there are both they must agree.
   */
  String client(HttpServerRequest request, String proxy) {
    String list = HeaderLists.get(request, LIST);
    String forwarded = HeaderLists.get(request, FORWARDED);
    if (list == null && forwarded == null) {
      return proxy;
    }
    Optional<String> byList =
        Optional.ofNullable(list).map(ForwardedNodes::ofList).flatMap(this::client);
    Optional<String> byForwarded =
        Optional.ofNullable(forwarded).flatMap(ForwardedNodes::ofForwarded).flatMap(this::client);
    if (list != null && forwarded != null && !byList.equals(byForwarded)) {
      return proxy;
    }
    return (list != null ? byList : byForwarded).orElse(proxy);
  }

  /** The last node that is not trusted; the first if all are. */
  private Optional<String> client(List<String> nodes) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      byte[] address = ForwardedNodes.address(nodes.get(i));
      if (address == null) {
        return Optional.empty();
      }
      if (i == 0 || !trusts(address)) {
        return Optional.of(ClientAddress.of(address));
      }
    }
    return Optional.empty();
  }
}
