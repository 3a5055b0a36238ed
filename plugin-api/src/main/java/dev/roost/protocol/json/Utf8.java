package dev.roost.protocol.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Looks over a text once, eight bytes at a time, before the parser sees it. */
final class Utf8 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long BACKSLASHES = 0x5c5c5c5c5c5c5c5cL;

  private Utf8() {}

  /**
   * Refuses what is not UTF-8; surrogates and overlong forms are not.
   *
   * @return whether the text holds a backslash, so that a string in it may spell a lone surrogate
   */
  static boolean checkAndFindEscapes(byte[] text, int offset, int length) {
    long nonAscii = 0;
    boolean escapes = false;
    int end = offset + length;
    int i = offset;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      long word = (long) LONG.get(text, i);
      nonAscii |= word & HIGH_BITS;
      long difference = word ^ BACKSLASHES;
      escapes |= ((difference - LOW_BITS) & ~difference & HIGH_BITS) != 0;
    }
    for (; i < end; i++) {
      nonAscii |= text[i] & 0x80;
      escapes |= text[i] == '\\';
    }
    if (nonAscii != 0) {
      checkMultiByte(text, offset, length);
    }
    return escapes;
  }

  private static void checkMultiByte(byte[] text, int offset, int length) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(text, offset, length));
    } catch (CharacterCodingException e) {
      throw new InvalidJsonException("Invalid UTF-8 encoding: malformed byte sequence");
    }
  }

  /** Says whether half of a surrogate pair stands alone in {@code text}. */
  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
