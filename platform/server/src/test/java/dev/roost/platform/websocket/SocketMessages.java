package dev.roost.platform.websocket;

import dev.roost.platform.http.BusyAgent;
import dev.roost.platform.http.Requests;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** What clients send to {@link BusyAgent}, and what they look at in the answers. */
final class SocketMessages {
  private SocketMessages() {}

  /** A request that is answered in one piece, under an envelope id of its own. */
  static JsonObject request(Object id, String skill, JsonObject input) {
    JsonObject request = streamed(id, skill, input);
    envelope(request)
        .getJsonObject("payload")
        .put("config", new JsonObject().put("streaming", false));
    return request;
  }

  /** A request that is answered in chunks. */
  static JsonObject streamed(Object id, String skill, JsonObject input) {
    JsonObject envelope =
        Requests.envelope(BusyAgent.URN, skill).put("id", UUID.randomUUID().toString());
    envelope.getJsonObject("payload").put("input", input);
    return Requests.around(envelope).put("id", id);
  }

  static JsonObject subscribe(Object id, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("method", "task.subscribe")
        .put("params", params)
        .put("id", id);
  }

  static JsonObject unsubscribe(Object id, JsonObject params) {
    return subscribe(id, params).put("method", "task.unsubscribe");
  }

  /** The envelope of a request. */
  static JsonObject envelope(JsonObject request) {
    return request.getJsonObject("params").getJsonObject("envelope");
  }

  /** The envelope of an answer. */
  static JsonObject answer(JsonObject message) {
    return message.getJsonObject("result").getJsonObject("envelope");
  }

  static int errorCode(JsonObject message) {
    return message.getJsonObject("error").getInteger("code");
  }
}
