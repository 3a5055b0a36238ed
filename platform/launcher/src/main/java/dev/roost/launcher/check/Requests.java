package dev.roost.launcher.check;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.Ids;
import dev.roost.protocol.PayloadType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** What is asked: the messages of the harnesses, and messages as clients send them. */
final class Requests {
  static final byte[] NOT_JSON = "not json".getBytes(StandardCharsets.UTF_8);
  static final byte[] EMPTY_BATCH = "[]".getBytes(StandardCharsets.UTF_8);

  private static final String UNDER_TEST = "urn:asap:agent:under-test";

  private final PeerOptions options;
  private final Request plain;
  private final Request stream;

  Requests(PeerOptions options) {
    this.options = options;
    this.plain = client("plain");
    this.stream = client("stream");
  }

  /** The one message as clients send it that most checks look at. */
  Request plain() {
    return plain;
  }

  /** The one message that asks for a stream. */
  Request stream() {
    return stream;
  }

  /**
   * A task of the harness: without id and timestamp, with every absent member null. With a token it
   * has a timestamp, which peers that ask for credentials want.
   */
  Request harnessTask(String about) {
    JsonObject payload =
        new JsonObject()
            .put("conversation_id", "conv_compliance_" + about + "_01")
            .putNull("parent_task_id")
            .put("skill_id", options.skill())
            .put("input", input(about + "_test"))
            .putNull("config");
    return harness(PayloadType.TASK_REQUEST, payload);
  }

  /** A task that tells of its progress, with everything that such an update may hold. */
  Request progress() {
    JsonObject progress =
        new JsonObject().put("percent", 50).put("message", "half way").put("eta_seconds", 10);
    JsonObject payload =
        new JsonObject()
            .put("task_id", Ids.secret("task_"))
            .put("update_type", "progress")
            .put("status", "working")
            .put("progress", progress);
    return harness(PayloadType.TASK_UPDATE, payload);
  }

  private Request harness(PayloadType type, JsonObject payload) {
    JsonObject envelope = envelope(type, payload);
    if (options.token().isPresent()) {
      envelope.put("timestamp", now());
    }
    return new Request("req-" + Ids.next(), envelope);
  }

  /** A message as clients send it: an opaque id, a timestamp, nothing that is absent. */
  Request client(String about) {
    JsonObject payload =
        new JsonObject()
            .put("conversation_id", "conv_check_" + about)
            .put("skill_id", options.skill())
            .put("input", input(about));
    JsonObject envelope =
        envelope(PayloadType.TASK_REQUEST, payload)
            .put("id", UUID.randomUUID().toString())
            .put("timestamp", now());
    return new Request("req-" + UUID.randomUUID(), envelope);
  }

  /** The same with an input of {@code size} characters, if the input is ours to choose. */
  Request large(String about, int size) {
    Request small = client(about);
    return options.input().isPresent()
        ? small
        : small.withPayload("input", input("large ".repeat(size / "large ".length())));
  }

  /** An envelope without version and with an empty payload, as the harness sends it. */
  Request incomplete() {
    return new Request(
        "compliance-1",
        new JsonObject()
            .put("sender", "urn:asap:agent:compliance-test")
            .put("recipient", "urn:asap:agent:server")
            .put("payload_type", "task.request")
            .put("payload", new JsonObject()));
  }

  /** An envelope that breaks nearly every rule, as the harness sends it. */
  Request brokenEnvelope() {
    return new Request(
        "e3", new JsonObject().put("sender", "x").put("recipient", "y").put("payload_type", "bad"));
  }

  /** A request for a method that nobody has, as the harness sends it. */
  byte[] unknownMethod() {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("method", "nonexistent.method")
        .put("params", new JsonObject())
        .put("id", "e1")
        .toBuffer()
        .getBytes();
  }

  /** Several requests in one. */
  static byte[] batch(Request... requests) {
    JsonArray batch = new JsonArray();
    for (Request request : requests) {
      batch.add(request.json());
    }
    return batch.toBuffer().getBytes();
  }

  private JsonObject envelope(PayloadType type, JsonObject payload) {
    return new JsonObject()
        .put("asap_version", Envelope.PROTOCOL_VERSION)
        .put("sender", options.sender().value())
        .put("recipient", UNDER_TEST)
        .put("payload_type", type.spelling())
        .put("payload", payload);
  }

  private JsonObject input(String about) {
    return options.input().orElseGet(() -> new JsonObject().put("compliance", about));
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
