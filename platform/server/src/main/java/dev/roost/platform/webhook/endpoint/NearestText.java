package dev.roost.platform.webhook.endpoint;

import java.util.Comparator;
import java.util.List;

/** Finds what somebody probably meant. */
final class NearestText {
  private NearestText() {}

  /** The one of {@code known}, which has one at least, that is spelled most like {@code text}. */
  static String to(String text, List<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(text, candidate)))
        .orElseThrow();
  }

  /** How many letters must be added, removed or exchanged (Levenshtein), row by row. */
  private static int distance(String text, String candidate) {
    int[] above = new int[candidate.length() + 1];
    for (int column = 0; column < above.length; column++) {
      above[column] = column;
    }
    for (int row = 1; row <= text.length(); row++) {
      above = below(above, row, text.charAt(row - 1), candidate);
    }
    return above[candidate.length()];
  }

  private static int[] below(int[] above, int row, char letter, String candidate) {
    int[] line = new int[above.length];
    line[0] = row;
    for (int column = 1; column < line.length; column++) {
      int exchanged = above[column - 1] + (letter == candidate.charAt(column - 1) ? 0 : 1);
      line[column] = Math.min(exchanged, 1 + Math.min(above[column], line[column - 1]));
    }
    return line;
  }
}
