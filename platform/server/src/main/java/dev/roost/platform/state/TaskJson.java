package dev.roost.platform.state;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.PayloadType;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.StateSnapshot;
import dev.roost.protocol.json.Codec;
import dev.roost.spi.IdempotencyStore.Key;
import dev.roost.spi.Lease;
import dev.roost.spi.Outcome;
import dev.roost.spi.TaskEvent;
import dev.roost.spi.TaskRecord;
import dev.roost.spi.TaskWork;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to tasks as JSON: in rows, and between nodes. Messages are in them as texts: so they
 * come back as they were, however deep they are.
 */
public final class TaskJson {
  private TaskJson() {}

  /** A record. */
  public static JsonObject of(TaskRecord record) {
    JsonObject json =
        new JsonObject()
            .put("task", Codec.TASK.write(record.task()).toString())
            .put("agent", record.agent().value())
            .put("sender", record.sender().value())
            .put("owner", record.owner())
            .put("request_id", record.requestId())
            .put("last_sequence", record.lastSequence());
    record.outcome().ifPresent(outcome -> json.put("outcome", of(outcome)));
    record.work().ifPresent(work -> json.put("work", of(work)));
    return json;
  }

  /** The record that was written. */
  public static TaskRecord record(JsonObject json) {
    return new TaskRecord(
        Codec.TASK.read(Buffer.buffer(json.getString("task"))),
        AgentUrn.of(json.getString("agent")),
        AgentUrn.of(json.getString("sender")),
        json.getString("owner"),
        json.getString("request_id"),
        json.getLong("last_sequence"),
        outcome(json.getJsonObject("outcome")),
        Optional.ofNullable(json.getJsonObject("work")).map(TaskJson::work));
  }

  private static JsonObject of(TaskWork work) {
    JsonObject json =
        new JsonObject()
            .put("request", Codec.ENVELOPE.write(work.request()).toString())
            .put("deadline", Keys.micros(work.deadline()))
            .put("attempt", work.attempt());
    work.key().ifPresent(key -> json.put("caller", key.caller()).put("key", key.key()));
    work.callback().ifPresent(callback -> json.put("callback", callback));
    return json;
  }

  private static TaskWork work(JsonObject json) {
    return new TaskWork(
        Codec.ENVELOPE.read(Buffer.buffer(json.getString("request"))),
        Keys.instant(json.getLong("deadline")),
        json.getInteger("attempt"),
        Optional.ofNullable(json.getString("key"))
            .map(key -> new Key(json.getString("caller"), key)),
        Optional.ofNullable(json.getJsonObject("callback")));
  }

  /** How a task ended. */
  public static JsonObject of(Outcome outcome) {
    return outcome instanceof Outcome.Answered answered
        ? new JsonObject().put("answer", Codec.ENVELOPE.write(answered.envelope()).toString())
        : new JsonObject().put("error", ((Outcome.Refused) outcome).error().toJson().encode());
  }

  /** How it ended; empty for null. */
  public static Optional<Outcome> outcome(@Nullable JsonObject json) {
    if (json == null) {
      return Optional.empty();
    }
    String answer = json.getString("answer");
    if (answer == null) {
      JsonObject error = new JsonObject(json.getString("error"));
      return Optional.of(new Outcome.Refused(RpcError.fromJson(error)));
    }
    Envelope envelope = Codec.ENVELOPE.read(Buffer.buffer(answer));
    return Optional.of(new Outcome.Answered(envelope));
  }

  static JsonObject of(String taskId, TaskEvent event) {
    return new JsonObject()
        .put("task_id", taskId)
        .put("sequence", event.sequence())
        .put("at", Keys.micros(event.at()))
        .put("type", PayloadType.of(event.payload()).spelling())
        .put("payload", Codec.writePayload(event.payload()).toString());
  }

  static TaskEvent event(JsonObject json) {
    byte[] payload = Buffer.buffer(json.getString("payload")).getBytes();
    return new TaskEvent(
        json.getLong("sequence"),
        Keys.instant(json.getLong("at")),
        Codec.readPayload(PayloadType.of(json.getString("type")), payload));
  }

  /** A state. */
  public static JsonObject of(StateSnapshot snapshot) {
    return new JsonObject()
        .put("id", snapshot.id())
        .put("task_id", snapshot.taskId())
        .put("version", snapshot.version())
        .put("data", snapshot.data())
        .put("checkpoint", snapshot.checkpoint())
        .put("created_at", Keys.micros(snapshot.createdAt()));
  }

  /** The state that was written. */
  public static StateSnapshot snapshot(JsonObject json) {
    return new StateSnapshot(
        json.getString("id"),
        json.getString("task_id"),
        json.getLong("version"),
        json.getJsonObject("data"),
        json.getBoolean("checkpoint"),
        Keys.instant(json.getLong("created_at")));
  }

  static JsonObject of(Lease lease) {
    return new JsonObject()
        .put("task_id", lease.taskId())
        .put("holder", lease.holder())
        .put("fence", lease.fence())
        .put("expires_at", Keys.micros(lease.expiresAt()));
  }

  static Lease lease(JsonObject json) {
    return new Lease(
        json.getString("task_id"),
        json.getString("holder"),
        json.getLong("fence"),
        Keys.instant(json.getLong("expires_at")));
  }
}
