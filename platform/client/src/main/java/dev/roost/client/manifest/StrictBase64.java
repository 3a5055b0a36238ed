package dev.roost.client.manifest;

import java.util.Base64;

/**
 * Base 64 of which each value has one spelling; decoders take others, whose last bits they drop.
 */
final class StrictBase64 {
  private StrictBase64() {}

  /**
   * The bytes that a text stands for.
   *
   * @throws IllegalArgumentException if it does not stand for that many, or is not their spelling
   */
  static byte[] decode(String text, int length) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("it is no base 64", e);
    }
    if (bytes.length != length) {
      throw new IllegalArgumentException("it has " + bytes.length + " bytes, not " + length);
    } else if (!encode(bytes).equals(text)) {
      throw new IllegalArgumentException("its last character has bits that mean nothing");
    }
    return bytes;
  }

  static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
