package dev.roost.platform.state;

import dev.roost.spi.AuditEntry;
import dev.roost.spi.DeadLetter;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.UsageEvent;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Rows of deliveries, usage and the audit log. */
final class LedgerJson {
  private LedgerJson() {}

  static JsonObject of(OutboxEntry entry) {
    JsonObject json =
        new JsonObject()
            .put("id", entry.id())
            .put("destination", entry.destination())
            .put("payload", entry.payload())
            .put("created_at", Keys.micros(entry.createdAt()))
            .put("attempts", entry.attempts())
            .put("next_attempt_at", Keys.micros(entry.nextAttemptAt()))
            .put("fence", entry.fence());
    entry.lastError().ifPresent(error -> json.put("last_error", error));
    return json;
  }

  static OutboxEntry entry(JsonObject json) {
    return new OutboxEntry(
        json.getString("id"),
        json.getString("destination"),
        json.getJsonObject("payload"),
        Keys.instant(json.getLong("created_at")),
        json.getInteger("attempts"),
        Keys.instant(json.getLong("next_attempt_at")),
        Optional.ofNullable(json.getString("last_error")),
        json.getLong("fence"));
  }

  static JsonObject of(DeadLetter letter) {
    return new JsonObject()
        .put("entry", of(letter.entry()))
        .put("reason", letter.reason())
        .put("died_at", Keys.micros(letter.diedAt()))
        .put("cursor", letter.cursor());
  }

  static DeadLetter letter(JsonObject json) {
    return new DeadLetter(
        entry(json.getJsonObject("entry")),
        json.getString("reason"),
        Keys.instant(json.getLong("died_at")),
        json.getString("cursor"));
  }

  static JsonObject of(UsageEvent event) {
    return new JsonObject()
        .put("id", event.id())
        .put("task_id", event.taskId())
        .put("agent_id", event.agentId())
        .put("consumer_id", event.consumerId())
        .put("tokens_in", event.metrics().tokensIn())
        .put("tokens_out", event.metrics().tokensOut())
        .put("duration_ms", event.metrics().durationMs())
        .put("api_calls", event.metrics().apiCalls())
        .put("timestamp", Keys.micros(event.timestamp()));
  }

  static UsageEvent usage(JsonObject json) {
    return new UsageEvent(
        json.getString("id"),
        json.getString("task_id"),
        json.getString("agent_id"),
        json.getString("consumer_id"),
        new UsageEvent.Metrics(
            json.getLong("tokens_in"),
            json.getLong("tokens_out"),
            json.getLong("duration_ms"),
            json.getLong("api_calls")),
        Keys.instant(json.getLong("timestamp")));
  }

  static JsonObject of(AuditEntry entry) {
    return new JsonObject()
        .put("sequence", entry.sequence())
        .put("id", entry.id())
        .put("timestamp", Keys.micros(entry.timestamp()))
        .put("operation", entry.operation())
        .put("agent_urn", entry.agentUrn())
        .put("details", entry.details())
        .put("prev_hash", entry.prevHash())
        .put("hash", entry.hash());
  }

  static AuditEntry audit(JsonObject json) {
    return new AuditEntry(
        json.getLong("sequence"),
        json.getString("id"),
        Keys.instant(json.getLong("timestamp")),
        json.getString("operation"),
        json.getString("agent_urn"),
        json.getJsonObject("details"),
        json.getString("prev_hash"),
        json.getString("hash"));
  }
}
