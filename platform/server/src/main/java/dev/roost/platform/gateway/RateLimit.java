package dev.roost.platform.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many hits are allowed in how long.
 *
 * @param hits at least 1
 * @param seconds the length of the window
 */
public record RateLimit(int hits, int seconds) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(second|minute|hour|day)");
  private static final Map<String, Integer> SECONDS =
      Map.of("second", 1, "minute", 60, "hour", 3_600, "day", 86_400);

  /**
   * Reads {@code "10/second;100/minute"}, or {@code "off"} as no limit at all.
   *
   * @throws IllegalArgumentException if a part has another form
   */
  public static List<RateLimit> parse(String text) {
    return text.equals("off")
        ? List.of()
        : Arrays.stream(text.split(";")).map(part -> parseOne(part.strip())).toList();
  }

  private static RateLimit parseOne(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < 1) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a rate limit such as 10/second (or minute, hour, day)");
    }
    return new RateLimit(Integer.parseInt(matcher.group(1)), SECONDS.get(matcher.group(2)));
  }

  @Override
  public String toString() {
    String unit =
        SECONDS.entrySet().stream()
            .filter(entry -> entry.getValue() == seconds)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(seconds + " seconds");
    return hits + " per 1 " + unit;
  }
}
