package dev.roost.client;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an answer says about keeping it (RFC 9111), as a cache of one program's own reads it. */
final class CacheRules {
  /** Where the answer says nothing. */
  static final Duration DEFAULT = Duration.ofSeconds(300);

  /** Whatever it says. */
  static final Duration MAX = Duration.ofSeconds(86_400);

  private CacheRules() {}

  /** Whether it may be kept at all. */
  static boolean mayKeep(MultiMap headers) {
    return !directives(headers).contains("no-store") && !"*".equals(headers.get("Vary"));
  }

  /**
   * How long it may be used without asking.
   *
   * @param unsaid if it does not say
   */
  static Duration freshFor(MultiMap headers, Duration unsaid) {
    List<String> directives = directives(headers);
    if (directives.contains("no-cache")) {
      return Duration.ZERO;
    }
    Duration lifetime =
        maxAge(directives).or(() -> expires(headers)).orElse(unsaid).minus(age(headers));
    return lifetime.isNegative() ? Duration.ZERO : lifetime.compareTo(MAX) > 0 ? MAX : lifetime;
  }

  private static List<String> directives(MultiMap headers) {
    return headers.getAll("Cache-Control").stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(directive -> directive.strip().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static Optional<Duration> maxAge(List<String> directives) {
    return directives.stream()
        .filter(directive -> directive.startsWith("max-age="))
        .map(directive -> seconds(directive.substring("max-age=".length()).replace("\"", "")))
        .min(Duration::compareTo);
  }

  /** What is no number has passed. */
  private static Duration seconds(String text) {
    if (!text.matches("[0-9]+")) {
      return Duration.ZERO;
    }
    return text.length() > 9 ? MAX : Duration.ofSeconds(Long.parseLong(text));
  }

  private static Duration age(MultiMap headers) {
    return seconds(HttpAnswer.header(headers, "Age").strip());
  }

  /** A date that is none has passed. */
  private static Optional<Duration> expires(MultiMap headers) {
    String expires = headers.get("Expires");
    if (expires == null) {
      return Optional.empty();
    }
    Instant from = date(HttpAnswer.header(headers, "Date")).orElseGet(Instant::now);
    return Optional.of(
        date(expires).map(until -> Duration.between(from, until)).orElse(Duration.ZERO));
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
