package dev.roost.launcher.check;

import dev.roost.protocol.Ids;
import io.vertx.core.json.JsonObject;

/**
 * A message in its JSON-RPC request.
 *
 * @param id the id of the JSON-RPC request, a string or an integer
 * @param envelope the message
 */
record Request(Object id, JsonObject envelope) {
  /** The envelope's id. */
  String envelopeId() {
    return envelope.getString("id", "");
  }

  /** The same under another JSON-RPC id. */
  Request withId(Object other) {
    return new Request(other, envelope);
  }

  /** The same with another member of the envelope. */
  Request with(String key, Object value) {
    return new Request(id, envelope.copy().put(key, value));
  }

  /** The same with another member of the payload. */
  Request withPayload(String key, Object value) {
    return with("payload", envelope.getJsonObject("payload").copy().put(key, value));
  }

  /** The whole request. */
  JsonObject json() {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("method", "asap.send")
        .put(
            "params", new JsonObject().put("envelope", envelope).put("idempotency_key", Ids.next()))
        .put("id", id);
  }

  /** The whole request as it is sent. */
  byte[] bytes() {
    return json().toBuffer().getBytes();
  }
}
