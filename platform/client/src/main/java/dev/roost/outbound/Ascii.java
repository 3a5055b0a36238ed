package dev.roost.outbound;

/** Characters of ASCII, told apart without any rule of a language. */
final class Ascii {
  private static final int FIRST_BEYOND = 0x80;
  private static final int TO_LOWER = 'a' - 'A';

  private Ascii() {}

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHexadecimal(int c) {
    int lower = lower(c);
    return isDigit(c) || lower >= 'a' && lower <= 'f';
  }

  static boolean isLetter(int c) {
    int lower = lower(c);
    return lower >= 'a' && lower <= 'z';
  }

  /** Whether it can be seen: neither a control nor a space, nor beyond ASCII. */
  static boolean isVisible(int c) {
    return c > ' ' && c < FIRST_BEYOND - 1;
  }

  static boolean isAll(String text) {
    return text.chars().allMatch(c -> c < FIRST_BEYOND);
  }

  static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.chars().forEach(c -> lower.append((char) lower(c)));
    return lower.toString();
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + TO_LOWER : c;
  }
}
