package dev.roost.launcher.running;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.UUID;

/** Requests for {@link DurableAgent}. */
final class DurableRequests {
  private DurableRequests() {}

  /** A durable request under an envelope id of its own. */
  static JsonObject of(String skill, JsonObject input) {
    JsonObject request = RunningPlatform.request(input);
    JsonObject envelope = request.getJsonObject("params").getJsonObject("envelope");
    envelope.put("id", UUID.randomUUID().toString()).put("recipient", DurableAgent.URN);
    envelope
        .getJsonObject("payload")
        .put("skill_id", skill)
        .put("config", new JsonObject().put("persist_state", true));
    return request;
  }

  /** Asks for the state of a task. */
  static JsonObject stateOf(String taskId) {
    JsonObject query = RunningPlatform.request(new JsonObject());
    query
        .getJsonObject("params")
        .getJsonObject("envelope")
        .put("recipient", DurableAgent.URN)
        .put("payload_type", "state.query")
        .put("payload", new JsonObject().put("task_id", taskId));
    return query;
  }

  /** The payload of an answer. */
  static JsonObject payload(HttpResponse<String> answer) {
    return envelope(answer).getJsonObject("payload");
  }

  /** The envelope of an answer. */
  static JsonObject envelope(HttpResponse<String> answer) {
    JsonObject result = new JsonObject(answer.body()).getJsonObject("result");
    if (result == null) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return result.getJsonObject("envelope");
  }
}
