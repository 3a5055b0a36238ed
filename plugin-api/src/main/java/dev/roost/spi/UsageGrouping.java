package dev.roost.spi;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;

/** What the tasks of one sum have in common. */
public enum UsageGrouping {
  /** Nothing: there is one sum. */
  ALL,
  /** Who ran them. */
  AGENT,
  /** Who asked for them. */
  CONSUMER,
  /** The day, UTC. */
  DAY,
  /** The week of ISO 8601, UTC. */
  WEEK;

  /** Its name in a query: {@code agent}, {@code consumer}, {@code day} or {@code week}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The grouping of that name; {@link #ALL} has none. */
  public static Optional<UsageGrouping> named(String name) {
    for (UsageGrouping grouping : values()) {
      if (grouping != ALL && grouping.wireName().equals(name)) {
        return Optional.of(grouping);
      }
    }
    return Optional.empty();
  }

  /** The key of the sum that an event belongs to. */
  public String keyOf(UsageEvent event) {
    return switch (this) {
      case ALL -> "";
      case AGENT -> event.agentId();
      case CONSUMER -> event.consumerId();
      case DAY -> day(event.timestamp()).toString();
      case WEEK -> week(day(event.timestamp()));
    };
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** The first days of a year can belong to the last week of the year before. */
  private static String week(LocalDate day) {
    int week = day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    return day.get(IsoFields.WEEK_BASED_YEAR) + (week < 10 ? "-W0" : "-W") + week;
  }
}
