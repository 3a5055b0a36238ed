package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

/**
 * A payload whose type is not registered. It is carried unchanged.
 *
 * @param content the object as it stood on the wire
 */
public record CustomPayload(JsonObject content) implements Payload {
  /** Refuses null. */
  public CustomPayload {
    requireNonNull(content, "content");
  }
}
