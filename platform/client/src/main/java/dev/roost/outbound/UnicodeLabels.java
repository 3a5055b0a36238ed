package dev.roost.outbound;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Parts of names beyond ASCII. IDNA has three readings (2003, 2008, and UTS 46 between them) that
 * turn some characters into others, each in its way. A label is taken only in the form that none of
 * them changes; who wants another writes its ASCII form ({@code xn--...}).
 */
final class UnicodeLabels {
  private static final String ACE_PREFIX = "xn--";

  /** Sharp s, final sigma and the joiners, which one reading drops or maps and another keeps. */
  private static final String DEVIATIONS = "\u00df\u03c2\u200c\u200d";

  /** Letters and marks that nobody sees, of Hangul and Khmer. */
  private static final String FILLERS = "\u115f\u1160\u17b4\u17b5";

  private UnicodeLabels() {}

  static String toAscii(String label) {
    if (label.length() > HostNames.MAX_LABEL_LENGTH
        || !isSettled(label)
        || isMark(label.codePointAt(0))
        || !label.codePoints().allMatch(UnicodeLabels::isOfWords)) {
      throw ambiguous();
    }
    String ascii = encoded(label);
    if (!ascii.startsWith(ACE_PREFIX) || !IDN.toUnicode(ascii).equals(label)) {
      throw ambiguous();
    }
    return ascii;
  }

  private static String encoded(String label) {
    try {
      return IDN.toASCII(label, IDN.USE_STD3_ASCII_RULES);
    } catch (IllegalArgumentException e) {
      throw ambiguous();
    }
  }

  /** Whether neither case nor normalisation would change it. */
  private static boolean isSettled(String label) {
    return label.equals(label.toLowerCase(Locale.ROOT))
        && label.equals(Normalizer.normalize(label, Normalizer.Form.NFKC));
  }

  private static boolean isOfWords(int c) {
    return c == '-'
        || Ascii.isDigit(c)
        || DEVIATIONS.indexOf(c) < 0
            && FILLERS.indexOf(c) < 0
            && (Character.isLetter(c) || isMark(c));
  }

  /** What goes with the letter before it. */
  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static InvalidUrlException ambiguous() {
    return new InvalidUrlException(
        "the host has characters that can be read in several ways; write its ASCII form");
  }
}
