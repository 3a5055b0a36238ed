package dev.roost.platform.auth.oauth2;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The one spelling of bytes in tokens: no padding, no other characters, no spare bits set. */
final class Base64Url {
  private Base64Url() {}

  /**
   * Decodes.
   *
   * @throws TokenRefusedException if another spelling of the same bytes is the right one
   */
  static byte[] decode(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new TokenRefusedException(TokenProblem.MALFORMED);
    }
    if (!encode(bytes).equals(text)) {
      throw new TokenRefusedException(TokenProblem.MALFORMED);
    }
    return bytes;
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
