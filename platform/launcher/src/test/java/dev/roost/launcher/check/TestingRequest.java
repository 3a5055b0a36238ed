package dev.roost.launcher.check;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What a {@link TestingPeer} was asked.
 *
 * @param line method and path
 * @param headers the headers
 * @param body the inflated body
 */
record TestingRequest(String line, MultiMap headers, Buffer body) {
  static final String HEALTH = "GET /.well-known/asap/health";
  static final String MANIFEST = "GET /.well-known/asap/manifest.json";
  static final String MESSAGE = "POST /asap";
  static final String STREAM = "POST /asap/stream";

  boolean is(String other) {
    return line.equals(other);
  }

  /** The conversation that tells the checks' tasks apart; empty if there is none. */
  String conversation() {
    return envelope().getJsonObject("payload", new JsonObject()).getString("conversation_id", "");
  }

  /** The id of the JSON-RPC request, that of the first of a batch; empty if there is none. */
  String rpcId() {
    return String.valueOf(first().getValue("id", ""));
  }

  boolean isBatch() {
    return body.toString().startsWith("[");
  }

  JsonObject envelope() {
    return first()
        .getJsonObject("params", new JsonObject())
        .getJsonObject("envelope", new JsonObject());
  }

  private JsonObject first() {
    try {
      return isBatch() ? new JsonArray(body).getJsonObject(0) : new JsonObject(body);
    } catch (DecodeException | IndexOutOfBoundsException e) {
      return new JsonObject();
    }
  }
}
