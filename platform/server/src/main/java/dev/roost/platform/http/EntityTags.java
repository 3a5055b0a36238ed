package dev.roost.platform.http;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** {@code If-None-Match} by RFC 9110, section 13.1.2. */
final class EntityTags {
  private EntityTags() {}

  /** A strong tag of a body, with its quotes. */
  static String of(Buffer body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
      return '"' + HexFormat.of().formatHex(digest) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Says whether the header names the current entity tag, by weak comparison.
   *
   * @param header its value: {@code *}, or a list of tags; null if there is none
   */
  static boolean matches(@Nullable String header, String current) {
    if (header == null) {
      return false;
    }
    if (header.strip().equals("*")) {
      return true;
    }
    int at = 0;
    while (at < header.length()) {
      int open = header.indexOf('"', at);
      int close = open < 0 ? -1 : header.indexOf('"', open + 1);
      if (close < 0) {
        return false;
      }
      if (header.substring(open, close + 1).equals(current)) {
        return true;
      }
      at = close + 1;
    }
    return false;
  }
}
