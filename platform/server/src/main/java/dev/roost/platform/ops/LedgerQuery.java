package dev.roost.platform.ops;

import dev.roost.spi.AuditStore;
import dev.roost.spi.UsageGrouping;
import dev.roost.spi.UsagePeriod;
import dev.roost.spi.UsageStore;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.Optional;

/** The parameters of a question to the ledger. */
final class LedgerQuery extends ParameterReader {
  static final int DEFAULT_EXPORT = 10_000;
  static final int MAX_EXPORT = 100_000;

  LedgerQuery(MultiMap parameters) {
    super(parameters);
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
}
