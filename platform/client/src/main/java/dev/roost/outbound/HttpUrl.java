package dev.roost.outbound;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An {@code http} or {@code https} URL of which no two parsers can think differently. What could be
 * read in two ways is not repaired, it is refused: user information, fragments, backslashes, raw
 * spaces and controls, odd spellings of addresses and ports.
 *
 * @param tls whether it begins with {@code https}
 * @param host a name in lower-case ASCII, or an address without brackets
 * @param address the host, if it is an address
 * @param port the port, also where the URL left it out
 * @param target path and query as they were written, beginning with a slash
 */
public record HttpUrl(
    boolean tls, String host, Optional<IpAddress> address, int port, String target) {
  /** The port of {@code https}. */
  public static final int HTTPS_PORT = 443;

  /** The port of {@code http}. */
  public static final int HTTP_PORT = 80;

  /** Refuses missing parts. */
  public HttpUrl {
    requireNonNull(host, "host");
    requireNonNull(address, "address");
    requireNonNull(target, "target");
  }

  /**
   * Reads a URL.
   *
   * @throws InvalidUrlException with the reason
   */
  public static HttpUrl parse(String text) {
    return HttpUrlParser.parse(requireNonNull(text, "text"));
  }

  /** The host as it stands in a URL: IPv6 addresses in brackets. */
  public String bracketedHost() {
    return address.filter(IpAddress::ipv6).isPresent() ? "[" + host + "]" : host;
  }

  /** Scheme, host and port; the port only where it is not the scheme's. */
  public String origin() {
    int usual = tls ? HTTPS_PORT : HTTP_PORT;
    return (tls ? "https://" : "http://") + bracketedHost() + (port == usual ? "" : ":" + port);
  }

  /** The whole URL. {@link #parse} reads it as an equal one. */
  @Override
  public String toString() {
    return origin() + target;
  }
}
