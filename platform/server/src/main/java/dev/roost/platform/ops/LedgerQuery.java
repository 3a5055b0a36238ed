package dev.roost.platform.ops;

import dev.roost.spi.AuditStore;
import dev.roost.spi.UsageGrouping;
import dev.roost.spi.UsagePeriod;
import dev.roost.spi.UsageStore;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The parameters of a question to the ledger. Those that are not there do not narrow the answer.
 * Whatever is read throws {@link IllegalArgumentException} with what is wrong with its parameter.
 */
final class LedgerQuery {
  static final int DEFAULT_LIMIT = 100;
  static final int MAX_LIMIT = 1_000;
  static final int DEFAULT_EXPORT = 10_000;
  static final int MAX_EXPORT = 100_000;

  private final MultiMap parameters;

  LedgerQuery(MultiMap parameters) {
    this.parameters = parameters;
  }

  UsageStore.Query usage() {
    Optional<Instant> start = period().or(() -> time("start"));
    return new UsageStore.Query(
        text("agent_id"), text("consumer_id"), text("task_id"), start, time("end"));
  }

  /** When the period began that is asked for by its name. */
  private Optional<Instant> period() {
    return text("period")
        .map(
            name ->
                UsagePeriod.named(name)
                    .orElseThrow(() -> wrong("period", "hour, day or week", name))
                    .start(Instant.now()));
  }

  AuditStore.Query audit() {
    return new AuditStore.Query(text("urn"), time("start"), time("end"));
  }

  UsageGrouping grouping() {
    String name = text("group_by").orElse("agent");
    return UsageGrouping.named(name)
        .orElseThrow(() -> wrong("group_by", "agent, consumer, day or week", name));
  }

  int limit() {
    return number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
  }

  int exportLimit() {
    return number("limit", DEFAULT_EXPORT, 1, MAX_EXPORT);
  }

  /** Whether an export is to be CSV; else it is JSON. */
  boolean csv() {
    String format = text("export_format").orElse("json");
    if (format.equals("json") || format.equals("csv")) {
      return format.equals("csv");
    }
    throw wrong("export_format", "json or csv", format);
  }

  int offset() {
    return number("offset", 0, 0, Integer.MAX_VALUE);
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  private int number(String name, int otherwise, int min, int max) {
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

  private Optional<Instant> time(String name) {
    return text(name).map(text -> time(name, text));
  }

  private static Instant time(String name, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw wrong(name, "a time with its offset, such as 2026-03-04T05:06:07Z", text);
    }
  }

  private static IllegalArgumentException wrong(String name, String wanted, String got) {
    return new IllegalArgumentException(name + " is " + wanted + ", not: " + got);
  }
}
