package dev.roost.platform.webhook;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.OutboxEntry;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an entry of the outbox holds for us.
 *
 * @param type of the event, such as {@code task.completed}
 * @param body what is sent, as it is
 * @param taskId of which task it tells
 * @param sequence its place among the events of the task
 * @param owner whose task that is
 * @param callback where to, if that came with the request
 */
public record DeliveryPayload(
    String type,
    String body,
    String taskId,
    long sequence,
    String owner,
    Optional<Callback> callback) {
  /** Refuses missing parts. */
  public DeliveryPayload {
    requireNonNull(type, "type");
    requireNonNull(body, "body");
    requireNonNull(taskId, "taskId");
    requireNonNull(owner, "owner");
    requireNonNull(callback, "callback");
  }

  /**
   * A target that came with a request.
   *
   * @param url where to
   * @param secret with what it is signed, sealed
   */
  public record Callback(String url, Optional<String> secret) {
    /** Refuses missing parts. */
    public Callback {
      requireNonNull(url, "url");
      requireNonNull(secret, "secret");
    }

    private static Callback of(JsonObject json) {
      return new Callback(json.getString("url"), Optional.ofNullable(json.getString("secret")));
    }

    private JsonObject toJson() {
      JsonObject json = new JsonObject().put("url", url);
      secret.ifPresent(text -> json.put("secret", text));
      return json;
    }
  }

  /**
   * Reads an entry.
   *
   * @throws RuntimeException if it is none of ours
   */
  public static DeliveryPayload of(OutboxEntry entry) {
    JsonObject json = entry.payload();
    return new DeliveryPayload(
        json.getString("type"),
        json.getString("body"),
        json.getString("task_id"),
        json.getLong("sequence"),
        json.getString("owner"),
        Optional.ofNullable(json.getJsonObject("target")).map(Callback::of));
  }

  /** As it stands in an entry. */
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("type", type)
            .put("body", body)
            .put("task_id", taskId)
            .put("sequence", sequence)
            .put("owner", owner);
    callback.ifPresent(target -> json.put("target", target.toJson()));
    return json;
  }

  /** The bytes that are signed and sent. */
  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
