package dev.roost.launcher.check;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The beginning of what a peer said, on one line. */
final class Excerpt {
  private static final int MAX_LENGTH = 120;
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private Excerpt() {}

  static String of(String text) {
    String line =
        SPACE.matcher(text.length() > 4 * MAX_LENGTH ? head(text, 4) : text).replaceAll(" ");
    return line.length() > MAX_LENGTH ? head(line, 1) + "..." : line;
  }

  private static String head(String text, int times) {
    return text.substring(0, Math.min(text.length(), times * MAX_LENGTH));
  }

  static String of(byte[] body) {
    int length = Math.min(body.length, 4 * MAX_LENGTH);
    return of(new String(body, 0, length, StandardCharsets.UTF_8).strip());
  }
}
