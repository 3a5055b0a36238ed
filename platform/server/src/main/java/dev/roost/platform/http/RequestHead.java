package dev.roost.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Set;
import java.util.regex.Pattern;

/** What a request line and headers must be like. The one of a connection, used again and again. */
final class RequestHead {
  static final HttpFailure TWO_LENGTHS =
      HttpFailure.closing(400, "Content-Length and Transfer-Encoding exclude each other");
  static final HttpFailure FOLDED =
      HttpFailure.closing(400, "A header must not continue on the next line");

  private static final HttpFailure LINE = HttpFailure.closing(400, "The request line is malformed");
  private static final HttpFailure NO_NAME = HttpFailure.closing(400, "A header has no name");
  static final HttpFailure METHOD =
      HttpFailure.closing(400, "The method is not one of HTTP, in upper case");
  private static final HttpFailure TARGET =
      HttpFailure.closing(400, "The request target must be a path that begins with /");
  private static final HttpFailure VERSION =
      HttpFailure.closing(505, "Only HTTP/1.0 and HTTP/1.1 are spoken");
  private static final HttpFailure HOST =
      HttpFailure.closing(400, "Exactly one valid Host header is needed");
  private static final HttpFailure CODING =
      HttpFailure.closing(501, "The only Transfer-Encoding is chunked");
  private static final HttpFailure CODING_LIST =
      HttpFailure.closing(400, "Transfer-Encoding must be chunked, once and alone");
  private static final HttpFailure OLD_CODING =
      HttpFailure.closing(400, "HTTP/1.0 has no Transfer-Encoding");
  private static final HttpFailure OLD_WEB_SOCKET =
      HttpFailure.closing(400, "This draft of WebSocket is not spoken");

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT");
  private static final Pattern OTHER_VERSION = Pattern.compile("HTTP/[0-9]+\\.[0-9]+");
  private static final AsciiString KEY_1 = AsciiString.cached("Sec-WebSocket-Key1");

  private static final char DELETE = 0x7f;

  private boolean halfEmptyLine;
  private int hosts;
  private int codings;

  /**
   * Between requests there may be empty lines, and nothing else that the decoder would skip.
   *
   * @return whether a request has begun
   */
  boolean begins(ByteBuf buffer) {
    for (int i = buffer.readerIndex(); i < buffer.writerIndex(); i++) {
      byte next = buffer.getByte(i);
      if (next == (halfEmptyLine ? '\n' : '\r')) {
        halfEmptyLine = !halfEmptyLine;
      } else if (halfEmptyLine || next <= ' ' || next == DELETE) {
        throw LINE;
      } else {
        return true;
      }
    }
    return false;
  }

  /** Only single spaces, not what else passes for white space, part the request line. */
  static void checkSeparators(byte[] line, int start, int length) {
    if (length == 0 || !isSingleSpace(line, start - 1) || !isSingleSpace(line, start + length)) {
      throw LINE;
    }
  }

  private static boolean isSingleSpace(byte[] line, int at) {
    return line[at] == ' ' && line[at - 1] > ' ' && line[at + 1] > ' ';
  }

  void begin(String method, String target, String version) {
    hosts = 0;
    codings = 0;
    if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
      throw OTHER_VERSION.matcher(version).matches() ? VERSION : LINE;
    }
    checkLine(method, target);
  }

  /** What is the same in every version of HTTP. */
  static void checkLine(String method, String target) {
    if (!METHODS.contains(method)) {
      throw METHOD;
    }
    if (!isPath(target)) {
      throw TARGET;
    }
  }

  private static boolean isPath(String target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= DELETE) {
        return false;
      }
    }
    return target.startsWith("/");
  }

  /** Counts the headers of which there may be one, as they come: looking them up would copy. */
  void header(AsciiString name) {
    switch (name.length()) {
      case 0 -> throw NO_NAME;
      case 4 -> hosts += HttpHeaderNames.HOST.contentEqualsIgnoreCase(name) ? 1 : 0;
      case 17 -> codings += HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name) ? 1 : 0;
      case 18 -> refuseOldWebSocket(name);
      default -> {}
    }
  }

  /** The decoder would take eight bytes for a body, without any header that says so. */
  private static void refuseOldWebSocket(AsciiString name) {
    if (KEY_1.contentEqualsIgnoreCase(name)) {
      throw OLD_WEB_SOCKET;
    }
  }

  /** Checks the whole head; true if a chunked body follows. */
  boolean complete(HttpRequest request) {
    boolean old = request.protocolVersion() == HttpVersion.HTTP_1_0;
    if (hosts > 1 || hosts == 0 && !old) {
      throw HOST;
    }
    if (hosts == 1 && !HostNames.isValid(request.headers().get(HttpHeaderNames.HOST))) {
      throw HOST;
    }
    if (codings == 0) {
      return false;
    }
    checkCoding(request, old);
    return true;
  }

  private void checkCoding(HttpRequest request, boolean old) {
    if (request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
      throw TWO_LENGTHS;
    }
    if (old) {
      throw OLD_CODING;
    }
    String coding = request.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
    if (codings > 1 || coding.indexOf(',') >= 0) {
      throw CODING_LIST;
    }
    if (!HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)) {
      throw CODING;
    }
  }
}
