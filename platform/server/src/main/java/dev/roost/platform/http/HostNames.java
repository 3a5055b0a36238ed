package dev.roost.platform.http;

/** Tells whether a text is a host, or a host and a port. */
final class HostNames {
  private static final int MAX_PORT = 65_535;
  private static final String NAME_MARKS = "-._~%!$&'()*+,;=";

  private HostNames() {}

  static boolean isValid(String text) {
    int end = text.startsWith("[") ? literalEnd(text) : nameEnd(text);
    return end > 0 && (end == text.length() || isPort(text, end));
  }

  private static int nameEnd(String text) {
    int i = 0;
    while (i < text.length() && isNameChar(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isNameChar(char c) {
    return isAlphanumeric(c) || NAME_MARKS.indexOf(c) >= 0;
  }

  private static int literalEnd(String text) {
    int i = 1;
    while (i < text.length() && isLiteralChar(text.charAt(i))) {
      i++;
    }
    return i > 1 && i < text.length() && text.charAt(i) == ']' ? i + 1 : 0;
  }

  private static boolean isLiteralChar(char c) {
    return isAlphanumeric(c) || c == ':' || c == '.' || c == '%';
  }

  private static boolean isAlphanumeric(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  private static boolean isPort(String text, int colon) {
    if (text.charAt(colon) != ':') {
      return false;
    }
    int port = 0;
    for (int i = colon + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      port = Math.min(MAX_PORT + 1, port * 10 + c - '0');
    }
    return port <= MAX_PORT;
  }
}
