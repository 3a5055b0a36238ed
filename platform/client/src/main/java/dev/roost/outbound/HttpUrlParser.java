package dev.roost.outbound;

import java.util.Optional;

/** Reads {@link HttpUrl}s from left to right, character by character. */
final class HttpUrlParser {
  static final int MAX_LENGTH = 8_192;

  private static final String HTTPS = "https://";
  private static final String HTTP = "http://";
  private static final int MAX_PORT = 65_535;
  private static final int MAX_PORT_LENGTH = 5;

  /** What may stand in a path or a query beside letters, digits and escapes (RFC 3986). */
  private static final String TARGET_MARKS = "/?-._~!$&'()*+,;=:@";

  private HttpUrlParser() {}

  static HttpUrl parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidUrlException("the URL has more than " + MAX_LENGTH + " characters");
    }
    boolean tls = startsWith(text, HTTPS);
    if (!tls && !startsWith(text, HTTP)) {
      throw new InvalidUrlException("the URL does not begin with https:// or http://");
    }
    int start = (tls ? HTTPS : HTTP).length();
    int end = endOfAuthority(text, start);
    String authority = text.substring(start, end);
    int endOfHost = endOfHost(authority);
    return url(
        tls,
        authority.substring(0, endOfHost),
        port(tls, authority.substring(endOfHost)),
        target(text.substring(end)));
  }

  private static HttpUrl url(boolean tls, String host, int port, String target) {
    if (host.startsWith("[")) {
      IpAddress address =
          Ipv6Text.parse(host.substring(1, host.length() - 1))
              .orElseThrow(() -> new InvalidUrlException("no IPv6 address is in the brackets"));
      return new HttpUrl(tls, address.text(), Optional.of(address), port, target);
    }
    Optional<IpAddress> address = Ipv4Text.parse(host);
    String name = address.isPresent() ? host : HostNames.canonical(host);
    return new HttpUrl(tls, name, address, port, target);
  }

  /** Letters beyond ASCII that become ASCII in another case are none of these. */
  private static boolean startsWith(String text, String scheme) {
    return text.length() >= scheme.length()
        && Ascii.lower(text.substring(0, scheme.length())).equals(scheme);
  }

  private static int endOfAuthority(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        return i;
      } else if (c == '@' || c == '%' || c == '\\' || c <= ' ') {
        throw new InvalidUrlException("the host has characters that no host has");
      }
    }
    return text.length();
  }

  private static int endOfHost(String authority) {
    if (authority.startsWith("[")) {
      int bracket = authority.indexOf(']');
      if (bracket < 0) {
        throw new InvalidUrlException("a bracket is not closed");
      }
      return bracket + 1;
    }
    int colon = authority.indexOf(':');
    return colon < 0 ? authority.length() : colon;
  }

  private static int port(boolean tls, String text) {
    if (text.isEmpty()) {
      return tls ? HttpUrl.HTTPS_PORT : HttpUrl.HTTP_PORT;
    }
    String digits = text.substring(1);
    if (text.charAt(0) != ':'
        || digits.isEmpty()
        || digits.length() > MAX_PORT_LENGTH
        || digits.charAt(0) == '0'
        || !digits.chars().allMatch(Ascii::isDigit)
        || Integer.parseInt(digits) > MAX_PORT) {
      throw new InvalidUrlException("the port is not a number from 1 to " + MAX_PORT);
    }
    return Integer.parseInt(digits);
  }

  private static String target(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '#') {
        throw new InvalidUrlException("the URL has a fragment");
      } else if (c == '%' ? !isEscape(text, i) : !isOfTarget(c)) {
        throw new InvalidUrlException("path and query have characters that must be escaped");
      }
    }
    return text.startsWith("/") ? text : "/" + text;
  }

  private static boolean isOfTarget(char c) {
    return Ascii.isLetter(c) || Ascii.isDigit(c) || TARGET_MARKS.indexOf(c) >= 0;
  }

  private static boolean isEscape(String text, int percent) {
    return percent + 2 < text.length()
        && Ascii.isHexadecimal(text.charAt(percent + 1))
        && Ascii.isHexadecimal(text.charAt(percent + 2));
  }
}
