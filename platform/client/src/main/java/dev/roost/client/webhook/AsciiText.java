package dev.roost.client.webhook;

/** Text inside a JSON string, with escapes for all that is not visible ASCII. */
final class AsciiText {
  /** What has a short escape, and the letters of these. */
  private static final String ESCAPED = "\"\\\b\f\n\r\t";

  private static final String LETTERS = "\"\\bfnrt";

  /** Half a character, which no reader takes, is written as this. */
  private static final char REPLACEMENT = '\ufffd';

  private static final String DIGITS = "0123456789abcdef";
  private static final int DIGIT_BITS = 4;
  private static final int DIGIT_MASK = 0xf;
  private static final int FIRST_SHIFT = 12;

  private AsciiText() {}

  static void append(StringBuilder out, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      int escaped = ESCAPED.indexOf(c);
      if (escaped >= 0) {
        out.append('\\').append(LETTERS.charAt(escaped));
      } else if (c >= ' ' && c <= '~') {
        out.append(c);
      } else {
        escape(out, isHalf(value, i) ? REPLACEMENT : c);
      }
    }
  }

  private static boolean isHalf(String value, int i) {
    char c = value.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
  }

  private static void escape(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = FIRST_SHIFT; shift >= 0; shift -= DIGIT_BITS) {
      out.append(DIGITS.charAt(c >> shift & DIGIT_MASK));
    }
  }
}
