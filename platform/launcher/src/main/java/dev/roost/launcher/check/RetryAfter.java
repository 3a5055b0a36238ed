package dev.roost.launcher.check;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** How long a peer asks to wait: seconds, with or without a fraction, or a date. */
final class RetryAfter {
  private static final Duration UNSAID = Duration.ofSeconds(1);
  private static final double MAX_SECONDS = 1e9;

  private RetryAfter() {}

  /** Reads the header's value; empty and odd ones mean a second. */
  static Duration of(String value, Instant now) {
    try {
      double seconds = Math.max(0, Math.min(MAX_SECONDS, Double.parseDouble(value)));
      return Duration.ofMillis((long) Math.ceil(seconds * 1000));
    } catch (NumberFormatException e) {
      return ofDate(value, now);
    }
  }

  private static Duration ofDate(String value, Instant now) {
    try {
      Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return then.isBefore(now) ? Duration.ZERO : Duration.between(now, then);
    } catch (DateTimeException e) {
      return UNSAID;
    }
  }
}
