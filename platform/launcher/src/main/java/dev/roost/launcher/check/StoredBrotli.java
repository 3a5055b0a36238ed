package dev.roost.launcher.check;

import java.io.ByteArrayOutputStream;

/**
 * Packs a text as brotli without making it smaller (RFC 7932, 9.2: uncompressed meta-blocks). The
 * JDK has no encoder, and a peer's decoder must take this form as well.
 */
final class StoredBrotli {
  private static final int MAX_BLOCK = 1 << 16;
  private static final int LENGTH_BITS = 16;
  private static final int HEAD_BYTES = 3;
  private static final int LAST_AND_EMPTY = 3;

  private StoredBrotli() {}

  static byte[] pack(byte[] text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(text.length + HEAD_BYTES + 1);
    for (int start = 0; start < text.length; start += MAX_BLOCK) {
      block(packed, text, start, Math.min(MAX_BLOCK, text.length - start));
    }
    packed.write(text.length == 0 ? LAST_AND_EMPTY << 1 : LAST_AND_EMPTY);
    return packed.toByteArray();
  }

  /** Three bits that say "not the last, a length of 16 bits", the length, and "uncompressed". */
  private static void block(ByteArrayOutputStream packed, byte[] text, int start, int length) {
    int windowBit = start == 0 ? 1 : 0;
    int lengthAt = 3 + windowBit;
    int head = (length - 1) << lengthAt | 1 << (lengthAt + LENGTH_BITS);
    for (int i = 0; i < HEAD_BYTES; i++) {
      packed.write(head >> (Byte.SIZE * i));
    }
    packed.write(text, start, length);
  }
}
