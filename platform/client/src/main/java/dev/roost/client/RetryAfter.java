package dev.roost.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After}: seconds, also with a fraction, or a date of HTTP. */
public final class RetryAfter {
  private static final double MILLIS = 1_000;
  private static final double MAX_SECONDS = 1e9;

  private RetryAfter() {}

  /** How long to wait; empty if the header says nothing that can be understood. */
  public static Optional<Duration> read(String header, Instant now) {
    String text = header.strip();
    if (text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      double seconds = Math.min(Double.parseDouble(text), MAX_SECONDS);
      return Optional.of(Duration.ofMillis((long) Math.ceil(seconds * MILLIS)));
    }
    try {
      Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, date);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
