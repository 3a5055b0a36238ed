package dev.roost.platform.ops;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The parameters of a question. Those that are not there do not narrow the answer. Whatever is read
 * throws {@link IllegalArgumentException} with what is wrong with its parameter.
 */
class ParameterReader {
  static final int DEFAULT_LIMIT = 100;
  static final int MAX_LIMIT = 1_000;

  private final MultiMap parameters;

  ParameterReader(MultiMap parameters) {
    this.parameters = parameters;
  }

  final int limit() {
    return number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
  }

  final Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  final int number(String name, int otherwise, int min, int max) {
    String text = text(name).orElse(String.valueOf(otherwise));
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw wrong(name, "a whole number from " + min + " to " + max, text);
  }

  final Optional<Instant> time(String name) {
    return text(name).map(text -> time(name, text));
  }

  private static Instant time(String name, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw wrong(name, "a time with its offset, such as 2026-03-04T05:06:07Z", text);
    }
  }

  static IllegalArgumentException wrong(String name, String wanted, String got) {
    return new IllegalArgumentException(name + " is " + wanted + ", not: " + got);
  }
}
