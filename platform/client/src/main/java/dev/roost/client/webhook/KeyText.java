package dev.roost.client.webhook;

import java.util.Base64;

/** Keys as text: base64 behind a prefix that says what kind it is. */
final class KeyText {
  private KeyText() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is not so; nothing of it is in the message
   */
  static byte[] decode(String prefix, String text) {
    if (!text.startsWith(prefix)) {
      throw new IllegalArgumentException("Such a webhook key begins with " + prefix);
    }
    try {
      return Base64.getDecoder().decode(text.substring(prefix.length()));
    } catch (IllegalArgumentException e) {
      // without its cause, which repeats characters of the text
      throw new IllegalArgumentException("What follows " + prefix + " must be base64");
    }
  }

  static byte[] decode(String prefix, String text, int length) {
    byte[] bytes = decode(prefix, text);
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          "What follows " + prefix + " must be " + length + " bytes, not " + bytes.length);
    }
    return bytes;
  }

  static String encode(String prefix, byte[] bytes) {
    return prefix + Base64.getEncoder().encodeToString(bytes);
  }
}
