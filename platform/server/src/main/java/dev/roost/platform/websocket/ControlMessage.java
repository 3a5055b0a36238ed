package dev.roost.platform.websocket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message to the transport itself, not to an agent.
 *
 * @param method what it asks for; empty for the answer to a heartbeat
 */
record ControlMessage(String method, @Nullable Object id, JsonObject params) {
  /** No message to the transport is longer. */
  private static final int MAX_BYTES = 1_024;

  static final String SUBSCRIBE = "task.subscribe";
  static final String UNSUBSCRIBE = "task.unsubscribe";

  private static final Set<String> METHODS = Set.of(SUBSCRIBE, UNSUBSCRIBE);
  private static final byte[] SEND = "asap.send".getBytes(StandardCharsets.US_ASCII);

  boolean isPong() {
    return method.isEmpty();
  }

  /** Reads a text; empty if it is not for the transport. */
  static Optional<ControlMessage> of(Buffer text) {
    if (text.length() > MAX_BYTES || contains(text, SEND)) {
      return Optional.empty();
    }
    return json(text)
        .flatMap(
            message -> {
              if ("pong".equals(message.getValue("type"))) {
                return Optional.of(new ControlMessage("", null, new JsonObject()));
              }
              boolean known =
                  message.getValue("method") instanceof String method
                      && METHODS.contains(method)
                      && isId(message.getValue("id"))
                      && message.getValue("params", new JsonObject()) instanceof JsonObject;
              return known
                  ? Optional.of(
                      new ControlMessage(
                          message.getString("method"),
                          message.getValue("id"),
                          message.getJsonObject("params", new JsonObject())))
                  : Optional.empty();
            });
  }

  /** The id of a request that will not be carried out. */
  static @Nullable Object idOf(Buffer text) {
    return json(text)
        .map(message -> message.getValue("id"))
        .filter(ControlMessage::isId)
        .orElse(null);
  }

  private static boolean isId(@Nullable Object id) {
    return id instanceof String || id instanceof Integer || id instanceof Long;
  }

  private static Optional<JsonObject> json(Buffer text) {
    try {
      return Optional.of(text.toJsonObject());
    } catch (DecodeException | ClassCastException e) {
      return Optional.empty();
    }
  }

  private static boolean contains(Buffer text, byte[] wanted) {
    for (int at = 0; at <= text.length() - wanted.length; at++) {
      int i = 0;
      while (i < wanted.length && text.getByte(at + i) == wanted[i]) {
        i++;
      }
      if (i == wanted.length) {
        return true;
      }
    }
    return false;
  }
}
