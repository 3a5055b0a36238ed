package dev.roost.protocol.json;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads every form of a timestamp that the protocol's reference takes, and writes one.
 *
 * <p>Read: ISO 8601 with {@code T}, {@code t}, a space or {@code _} between date and time; seconds,
 * fraction and offset may be absent (then UTC); a date alone is its midnight; a number, also as
 * text, is Unix time in seconds, or in milliseconds beyond ±2·10<sup>10</sup>. Digits behind the
 * sixth of a fraction are dropped. Written: UTC with {@code Z}, three digits of fraction, or six if
 * needed.
 */
final class Timestamps {
  private static final double MILLIS_WATERSHED = 2e10;
  private static final double FIRST_SECOND = -62_135_596_800.0; // 0001-01-01
  private static final double LAST_SECOND = 253_402_300_799.0; // 9999-12-31T23:59:59
  private static final int DATE_LENGTH = 10;
  private static final String DATE = "datetime_from_date_parsing";
  private static final String TIME = "datetime_parsing";

  private Timestamps() {}

  /** Why a text is not a timestamp. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String type;

    Malformed(String type, String reason) {
      super(reason, null, false, false);
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  static Instant parse(String text) throws Malformed {
    if (isNumeric(text)) {
      return ofNumber(Double.parseDouble(text));
    }
    return new Cursor(text).instant();
  }

  static Instant ofNumber(double value) throws Malformed {
    double seconds = Math.abs(value) > MILLIS_WATERSHED ? value / 1000 : value;
    double whole = Math.floor(seconds);
    if (whole < FIRST_SECOND || whole > LAST_SECOND) {
      String side = whole < FIRST_SECOND ? "before 0001" : "after 9999";
      throw new Malformed(TIME, "dates " + side + " are not supported as unix timestamps");
    }
    long micros = Math.round((seconds - whole) * 1e6);
    return Instant.ofEpochSecond((long) whole, micros * 1000);
  }

  /** Digits with at most one sign and one point; a date has two hyphens. */
  private static boolean isNumeric(String text) {
    int start = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    boolean digits = false;
    boolean point = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && !point) {
        point = true;
      } else if (c >= '0' && c <= '9') {
        digits = true;
      } else {
        return false;
      }
    }
    return digits && text.length() <= JsonInput.MAX_NUMBER_LENGTH;
  }

  static String format(Instant instant) {
    long epochSecond = instant.getEpochSecond();
    int micros = instant.getNano() / 1000;
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochSecond, 86_400L));
    int secondOfDay = (int) Math.floorMod(epochSecond, 86_400L);
    StringBuilder out = new StringBuilder(27);
    if (date.getYear() < 0 || date.getYear() > 9999) {
      return instant.toString();
    }
    digits(out, date.getYear(), 4).append('-');
    digits(out, date.getMonthValue(), 2).append('-');
    digits(out, date.getDayOfMonth(), 2).append('T');
    digits(out, secondOfDay / 3600, 2).append(':');
    digits(out, secondOfDay / 60 % 60, 2).append(':');
    digits(out, secondOfDay % 60, 2).append('.');
    boolean millisSuffice = micros % 1000 == 0;
    digits(out, millisSuffice ? micros / 1000 : micros, millisSuffice ? 3 : 6).append('Z');
    return out.toString();
  }

  private static StringBuilder digits(StringBuilder out, int value, int width) {
    for (int unit = (int) Math.pow(10, width - 1); unit > 0; unit /= 10) {
      out.append((char) ('0' + value / unit % 10));
    }
    return out;
  }

  /** Walks over an ISO 8601 text. */
  private static final class Cursor {
    private final String text;
    private int at;

    Cursor(String text) {
      this.text = text;
    }

    Instant instant() throws Malformed {
      LocalDate date = date();
      if (at == text.length()) {
        return Instant.ofEpochSecond(date.toEpochDay() * 86_400L);
      }
      if ("Tt _".indexOf(text.charAt(at)) < 0) {
        throw new Malformed(TIME, "invalid datetime separator, expected `T`, `t`, `_` or space");
      }
      at++;
      int hour = unit(TIME, 23, "hour");
      expect(':', TIME, "invalid time separator, expected `:`");
      int minute = unit(TIME, 59, "minute");
      int second = 0;
      int micros = 0;
      if (accept(':')) {
        second = unit(TIME, 59, "second");
        micros = fraction();
      }
      int offsetSeconds = offset();
      if (at != text.length()) {
        throw new Malformed(TIME, "unexpected extra characters at the end of the input");
      }
      long epochSecond = date.toEpochDay() * 86_400L + hour * 3600L + minute * 60L + second;
      return Instant.ofEpochSecond(epochSecond - offsetSeconds, micros * 1000L);
    }

    private LocalDate date() throws Malformed {
      if (text.length() < DATE_LENGTH) {
        throw new Malformed(DATE, "input is too short");
      }
      int year = number(4, DATE, "year");
      expect('-', DATE, "invalid date separator, expected `-`");
      int month = number(2, DATE, "month");
      expect('-', DATE, "invalid date separator, expected `-`");
      int day = number(2, DATE, "day");
      if (month < 1 || month > 12) {
        throw new Malformed(DATE, "month value is outside expected range of 1-12");
      }
      if (year < 1 || day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
        throw new Malformed(DATE, "day value is outside expected range");
      }
      return LocalDate.of(year, month, day);
    }

    private int fraction() throws Malformed {
      if (!accept('.') && !accept(',')) {
        return 0;
      }
      int micros = 0;
      int count = 0;
      for (; at < text.length() && isDigit(text.charAt(at)); at++, count++) {
        if (count < 6) {
          micros = micros * 10 + text.charAt(at) - '0';
        }
      }
      if (count == 0) {
        throw new Malformed(TIME, "second fraction value is missing");
      }
      for (; count < 6; count++) {
        micros *= 10;
      }
      return micros;
    }

    private int offset() throws Malformed {
      if (at == text.length() || accept('Z') || accept('z')) {
        return 0;
      }
      boolean negative = accept('-');
      if (!negative) {
        expect('+', TIME, "invalid timezone sign");
      }
      int hours = number(2, TIME, "timezone hour");
      accept(':');
      int minutes = unit(TIME, 59, "timezone minute");
      int seconds = hours * 3600 + minutes * 60;
      if (hours > 23) {
        throw new Malformed(TIME, "timezone offset must be less than 24 hours");
      }
      return negative ? -seconds : seconds;
    }

    private int unit(String type, int max, String what) throws Malformed {
      int value = number(2, type, what);
      if (value > max) {
        throw new Malformed(type, what + " value is outside expected range of 0-" + max);
      }
      return value;
    }

    private int number(int width, String type, String what) throws Malformed {
      int value = 0;
      for (int end = at + width; at < end; at++) {
        if (at >= text.length()) {
          throw new Malformed(type, "input is too short");
        }
        if (!isDigit(text.charAt(at))) {
          throw new Malformed(type, "invalid character in " + what);
        }
        value = value * 10 + text.charAt(at) - '0';
      }
      return value;
    }

    private boolean accept(char c) {
      boolean found = at < text.length() && text.charAt(at) == c;
      at += found ? 1 : 0;
      return found;
    }

    private void expect(char c, String type, String reason) throws Malformed {
      if (!accept(c)) {
        throw new Malformed(type, at >= text.length() ? "input is too short" : reason);
      }
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
