package dev.roost.platform.http;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Somebody who sends messages to {@link BusyAgent}, each under an envelope id of its own. */
final class Peer {
  private final TestNode node;
  private final String urn;
  private final String[] headers;

  private Peer(TestNode node, String urn, String... headers) {
    this.node = node;
    this.urn = urn;
    this.headers = headers;
  }

  /** Without credentials. */
  static Peer of(TestNode node) {
    return new Peer(node, Requests.CLIENT);
  }

  /** With a bearer token. */
  static Peer of(TestNode node, String urn, String token) {
    return new Peer(node, urn, "Authorization: Bearer " + token);
  }

  String[] headers(String... more) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  JsonObject request(String skill, JsonObject input) {
    JsonObject envelope =
        Requests.envelope(BusyAgent.URN, skill)
            .put("sender", urn)
            .put("id", UUID.randomUUID().toString());
    envelope.getJsonObject("payload").put("input", input);
    return envelope;
  }

  JsonObject message(String type, JsonObject payload) {
    return request("", new JsonObject()).put("payload_type", type).put("payload", payload);
  }

  /** The whole answer to an envelope. */
  Wire.Answer send(JsonObject envelope, String... more) {
    return node.post(Requests.around(envelope).encode(), headers(more));
  }

  /** The payload of the answer to an envelope. */
  JsonObject payloadOf(JsonObject envelope) {
    return payloadOf(send(envelope));
  }

  static JsonObject payloadOf(Wire.Answer answer) {
    JsonObject result = answer.json().getJsonObject("result");
    if (result == null) {
      throw new AssertionError("no result: " + answer);
    }
    return result.getJsonObject("envelope").getJsonObject("payload");
  }

  /** Asks for a skill that does not end soon; the id of its task. */
  String start(String skill) {
    return payloadOf(request(skill, new JsonObject())).getString("task_id");
  }

  JsonObject cancel(String taskId) {
    return message("task.cancel", new JsonObject().put("task_id", taskId));
  }

  JsonObject input(String taskId, String... parts) {
    return message(
        "message.send",
        new JsonObject()
            .put("task_id", taskId)
            .put("message_id", "msg_1")
            .put("sender", urn)
            .put("role", "user")
            .put("parts", List.of(parts)));
  }

  Wire.Answer get(String path, String... more) {
    return node.get(path, headers(more));
  }

  JsonObject task(String taskId) {
    return get("/asap/tasks/" + taskId).json();
  }

  String statusOf(String taskId) {
    return task(taskId).getJsonObject("task").getString("status");
  }

  void awaitStatus(String taskId, String status) {
    TestPlatform.await(() -> statusOf(taskId).equals(status));
  }

  /** Streams the answer to an envelope. */
  Events stream(Wire wire, JsonObject envelope, String... more) {
    byte[] body = Requests.around(envelope).toBuffer().getBytes();
    return Events.of(wire.request("POST", "/asap/stream", body, headers(more)));
  }

  /** Follows a task. */
  Events follow(Wire wire, String taskId, String... more) {
    return Events.of(
        wire.request("GET", "/asap/tasks/" + taskId + "/events", new byte[0], headers(more)));
  }
}
