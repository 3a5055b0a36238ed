package dev.roost.platform.ops;

import dev.roost.protocol.Ids;
import dev.roost.spi.UsageAggregate;
import dev.roost.spi.UsageEvent;
import dev.roost.spi.UsageGrouping;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Usage as the protocol's reference spells it. */
final class UsageJson {
  /** The members of an event, in their order. */
  static final List<String> MEMBERS =
      List.of(
          "task_id",
          "agent_id",
          "consumer_id",
          "tokens_in",
          "tokens_out",
          "duration_ms",
          "api_calls",
          "timestamp");

  private static final int LONGEST = 256;

  /** What every reader of JSON reads exactly. */
  private static final long GREATEST = (1L << 53) - 1;

  private UsageJson() {}

  static JsonObject of(UsageEvent event) {
    return new JsonObject()
        .put("task_id", event.taskId())
        .put("agent_id", event.agentId())
        .put("consumer_id", event.consumerId())
        .put("tokens_in", event.metrics().tokensIn())
        .put("tokens_out", event.metrics().tokensOut())
        .put("duration_ms", event.metrics().durationMs())
        .put("api_calls", event.metrics().apiCalls())
        .put("timestamp", event.timestamp().toString());
  }

  static JsonObject of(UsageAggregate sum, UsageGrouping grouping) {
    return new JsonObject().put(keyOf(grouping), sum.key()).mergeIn(of(sum));
  }

  private static String keyOf(UsageGrouping grouping) {
    return switch (grouping) {
      case AGENT -> "agent_id";
      case CONSUMER -> "consumer_id";
      default -> grouping.wireName();
    };
  }

  static JsonObject of(UsageAggregate sum) {
    return new JsonObject()
        .put("total_tokens", sum.total().tokens())
        .put("total_tokens_in", sum.total().tokensIn())
        .put("total_tokens_out", sum.total().tokensOut())
        .put("total_duration", sum.total().durationMs())
        .put("total_tasks", sum.tasks())
        .put("total_api_calls", sum.total().apiCalls())
        .put("avg_tokens_per_task", sum.averageTokens())
        .put("avg_duration_ms_per_task", sum.averageDurationMs())
        .put("unique_agents", sum.agents())
        .put("unique_consumers", sum.consumers());
  }

  /**
   * Reads an event that somebody else has measured.
   *
   * @param where of it, such as {@code /events/3}
   * @throws IllegalArgumentException if it is none, saying where and why
   */
  static UsageEvent parse(@Nullable Object value, String where) {
    if (!(value instanceof JsonObject json)) {
      throw new IllegalArgumentException(
          (where.isEmpty() ? "the body" : where) + " must be an object");
    }
    for (String name : json.fieldNames()) {
      if (!MEMBERS.contains(name)) {
        throw wrong(where, name, "is unknown; there are " + String.join(", ", MEMBERS));
      }
    }
    return new UsageEvent(
        "evt_" + Ids.next(),
        text(json, where, "task_id"),
        text(json, where, "agent_id"),
        text(json, where, "consumer_id"),
        new UsageEvent.Metrics(
            number(json, where, "tokens_in"),
            number(json, where, "tokens_out"),
            number(json, where, "duration_ms"),
            number(json, where, "api_calls")),
        time(json, where));
  }

  private static String text(JsonObject json, String where, String name) {
    if (json.getValue(name) instanceof String text && !text.isEmpty() && text.length() <= LONGEST) {
      return text;
    }
    throw wrong(where, name, "must be a text of 1 to " + LONGEST + " characters");
  }

  private static long number(JsonObject json, String where, String name) {
    Object value = json.getValue(name, 0);
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      if (number >= 0 && number <= GREATEST) {
        return number;
      }
    }
    throw wrong(where, name, "must be a whole number from 0 to " + GREATEST);
  }

  private static Instant time(JsonObject json, String where) {
    try {
      if (json.getValue("timestamp") instanceof String text) {
        Instant time = OffsetDateTime.parse(text).toInstant();
        if (!time.isBefore(Instant.EPOCH)) {
          return time;
        }
      }
    } catch (DateTimeParseException e) {
      // told below
    }
    throw wrong(
        where,
        "timestamp",
        "must be a time from 1970 on with its offset, such as 2026-03-04T05:06:07Z");
  }

  private static IllegalArgumentException wrong(String where, String name, String problem) {
    return new IllegalArgumentException(where + "/" + name + " " + problem);
  }
}
