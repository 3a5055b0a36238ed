package dev.roost.platform.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the head of an HTTP/2 request must be like, beyond what Netty and Vert.x refuse themselves:
 * pseudo-headers that are unknown, doubled, empty, missing or late, headers about connections,
 * upper case, contradicting lengths.
 */
final class Http2Head {
  private static final int MAX_TARGET = 4_096;
  private static final String SCHEME_SPOKEN = "https";

  private static final HttpFailure SCHEME =
      HttpFailure.closing(400, "The scheme must be https, as the connection is");
  private static final HttpFailure AUTHORITY =
      HttpFailure.closing(400, "Exactly one valid :authority or Host is needed");
  private static final HttpFailure FIELD =
      HttpFailure.closing(400, "A header has a character that it must not have");
  private static final HttpFailure PROTOCOL =
      HttpFailure.closing(400, "No other protocol is spoken inside HTTP/2");

  private Http2Head() {}

  /** What is wrong with a head; null if nothing is. */
  static @Nullable HttpFailure fault(Http2Headers headers) {
    try {
      checkLine(headers);
      checkAuthority(headers);
      headers.forEach(Http2Head::checkField);
      return null;
    } catch (HttpFailure failure) {
      return failure;
    }
  }

  private static void checkLine(Http2Headers headers) {
    CharSequence path = headers.path();
    if (headers.contains(PseudoHeaderName.PROTOCOL.value())) {
      throw PROTOCOL;
    }
    RequestHead.checkLine(text(headers.method()), text(path));
    if (path.length() > MAX_TARGET) {
      throw InvalidRequests.LONG_LINE;
    }
    if (!SCHEME_SPOKEN.contentEquals(text(headers.scheme()))) {
      throw SCHEME;
    }
  }

  private static String text(@Nullable CharSequence value) {
    return value == null ? "" : value.toString();
  }

  private static void checkAuthority(Http2Headers headers) {
    CharSequence authority = headers.authority();
    List<CharSequence> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1 || authority == null && hosts.isEmpty()) {
      throw AUTHORITY;
    }
    String name = authority == null ? hosts.get(0).toString() : authority.toString();
    boolean agree = hosts.isEmpty() || name.equalsIgnoreCase(hosts.get(0).toString());
    if (!agree || !HostNames.isValid(name)) {
      throw AUTHORITY;
    }
  }

  private static void checkField(Map.Entry<CharSequence, CharSequence> field) {
    CharSequence name = field.getKey();
    boolean pseudo = PseudoHeaderName.hasPseudoHeaderFormat(name);
    if (!pseudo && HttpHeaderValidationUtil.validateToken(name) != -1
        || HttpHeaderValidationUtil.validateValidHeaderValue(field.getValue()) != -1) {
      throw FIELD;
    }
  }
}
