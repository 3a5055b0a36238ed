package dev.roost.platform.http;

import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one {@code Forwarded} header: hops between commas, pairs of a hop between semicolons. */
final class ForwardedHeader {
  private static final String FOR = "for";

  private final String text;
  private final List<String> nodes = new ArrayList<>();
  private @Nullable String node;
  private int at;

  ForwardedHeader(String text) {
    this.text = text;
  }

  /** The node of each hop; nothing if the header is malformed or a hop has none. */
  Optional<List<String>> nodes() {
    do {
      if (!pair()) {
        return Optional.empty();
      }
      if (next() != ';') {
        if (node == null) {
          return Optional.empty();
        }
        nodes.add(node);
        node = null;
      }
    } while (at++ < text.length());
    return Optional.of(nodes);
  }

  private char next() {
    return at < text.length() ? text.charAt(at) : ',';
  }

  /** Takes {@code name=value} up to a semicolon, a comma or the end. */
  private boolean pair() {
    skipSpace();
    String name = upTo("=");
    if (at == text.length() || !isToken(name)) {
      return false;
    }
    at++;
    String value = next() == '"' ? quoted() : upTo(";, \t");
    skipSpace();
    boolean whole = value != null && (next() == ';' || next() == ',');
    if (!whole || !name.equalsIgnoreCase(FOR)) {
      return whole;
    }
    boolean first = node == null;
    node = value;
    return first;
  }

  private void skipSpace() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private String upTo(String ends) {
    int begin = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(begin, at);
  }

  private static boolean isToken(String text) {
    return !text.isEmpty() && HttpHeaderValidationUtil.validateToken(text) == -1;
  }

  /** Null if the quotes do not end. */
  private @Nullable String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return value.toString();
      }
      if (c == '\\' && ++at == text.length()) {
        return null;
      }
      value.append(text.charAt(at));
    }
    return null;
  }
}
