package dev.roost.client.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonToken;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.JsonInput;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * What a delivery tells.
 *
 * @param type what happened, such as {@code task.completed}
 * @param timestamp when, in microseconds; not when it was delivered
 * @param data to whom, and how
 */
public record WebhookEvent(String type, Instant timestamp, JsonObject data) {
  private static final String TYPE = "type";
  private static final String TIMESTAMP = "timestamp";
  private static final String DATA = "data";

  /** Refuses missing parts. */
  public WebhookEvent {
    requireNonNull(type, TYPE);
    requireNonNull(data, DATA);
    timestamp = timestamp.truncatedTo(ChronoUnit.MICROS);
  }

  /** The body that is signed and sent, all of it ASCII. */
  public String write() {
    return WebhookBody.write(
        new JsonObject().put(TYPE, type).put(TIMESTAMP, timestamp.toString()).put(DATA, data));
  }

  /**
   * Reads a body, as strictly as a message; more members than these three are left out.
   *
   * @throws IllegalArgumentException if it tells no event
   */
  public static WebhookEvent read(byte[] body) {
    JsonObject json = object(body);
    if (!(json.getValue(TYPE) instanceof String type)
        || type.isEmpty()
        || !(json.getValue(TIMESTAMP) instanceof String timestamp)
        || !(json.getValue(DATA) instanceof JsonObject data)) {
      throw new IllegalArgumentException(
          "The body of a webhook has a type, a timestamp and an object data");
    }
    return new WebhookEvent(type, time(timestamp), data);
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("The timestamp of a webhook is ISO 8601 with an offset");
    }
  }

  private static JsonObject object(byte[] body) {
    try {
      JsonInput in = JsonInput.of(body);
      if (in.token() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("The body of a webhook is a JSON object");
      }
      JsonObject object = in.object();
      in.end();
      return object;
    } catch (InvalidJsonException e) {
      throw new IllegalArgumentException("The body of a webhook is no JSON: " + e.reason(), e);
    }
  }
}
