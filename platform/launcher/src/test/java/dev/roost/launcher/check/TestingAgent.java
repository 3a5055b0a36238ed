package dev.roost.launcher.check;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.JsonRpcReader;
import dev.roost.protocol.json.JsonRpcReader.Incoming;
import dev.roost.protocol.json.JsonRpcWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;

/** The answers of an agent that keeps every rule. */
final class TestingAgent {
  static final AgentUrn URN = AgentUrn.of("urn:asap:agent:testing");

  private static final JsonRpcReader READER = new JsonRpcReader(50, false);
  private static final String TAG = "\"v1\"";
  private static final String JSON = "application/json";

  private TestingAgent() {}

  static TestingAnswer answer(TestingRequest request) {
    return page(request).header("ASAP-Version", "2.2");
  }

  private static TestingAnswer page(TestingRequest request) {
    return switch (request.line()) {
      case TestingRequest.HEALTH -> json(200, health());
      case TestingRequest.MANIFEST -> manifestPage(request);
      case "POST /asap/agent/register", "GET /asap/capability/list" ->
          json(401, new JsonObject().put("detail", "Authentication required"));
      case "GET /audit" -> json(200, new JsonObject().put("entries", new JsonArray()));
      case TestingRequest.MESSAGE -> TestingAnswer.of(200, JSON, messages(request));
      case TestingRequest.STREAM -> stream(request);
      default -> json(404, new JsonObject().put("detail", "Not Found"));
    };
  }

  private static TestingAnswer json(int status, JsonObject body) {
    return TestingAnswer.of(status, JSON, body.encode());
  }

  private static JsonObject health() {
    return new JsonObject()
        .put("status", "healthy")
        .put("agent_id", URN.value())
        .put("version", "1.0.0")
        .put("asap_version", "0.1")
        .put("uptime_seconds", 1.5)
        .put("load", new JsonObject().put("active_tasks", 0).put("queue_depth", 0))
        .put("more", "is fine");
  }

  private static TestingAnswer manifestPage(TestingRequest request) {
    TestingAnswer page = json(200, manifest()).header("ETag", TAG);
    return TAG.equals(request.headers().get("If-None-Match")) ? page.status(304).body("") : page;
  }

  static JsonObject manifest() {
    JsonObject echo = new JsonObject().put("id", "echo").put("description", "Echo back the input");
    JsonObject capabilities =
        new JsonObject()
            .put("asap_version", "0.1")
            .put("skills", new JsonArray().add(echo))
            .put("streaming", true);
    return new JsonObject()
        .put("id", URN.value())
        .put("name", "Testing")
        .put("version", "1.0.0")
        .put("description", "Keeps every rule")
        .put("capabilities", capabilities)
        .put("endpoints", new JsonObject().put("asap", "http://localhost:1/asap"))
        .put("auth", new JsonObject().put("schemes", new JsonArray().add("bearer")));
  }

  private static String messages(TestingRequest request) {
    if ("99.0".equals(request.headers().get("ASAP-Version"))) {
      RpcError error = new RpcError(-32000, "ASAP protocol version incompatible", null);
      return JsonRpcWriter.error(null, error).toString();
    }
    Incoming incoming = READER.read(request.body());
    if (incoming instanceof Incoming.Batch batch) {
      return batch.requests().stream()
          .map(one -> message(one).toString())
          .collect(Collectors.joining(",", "[", "]"));
    }
    return message(((Incoming.Single) incoming).request()).toString();
  }

  private static Buffer message(JsonRpcRequest request) {
    if (request instanceof JsonRpcRequest.Invalid invalid) {
      return JsonRpcWriter.error(invalid.id(), invalid.error());
    }
    JsonRpcRequest.Send send = (JsonRpcRequest.Send) request;
    if (!(send.envelope().payload() instanceof TaskRequest task)) {
      JsonObject details = new JsonObject().put("payload_type", send.envelope().payloadType());
      return JsonRpcWriter.error(
          send.id(), RpcError.of(ErrorCode.HANDLER_NOT_FOUND, "No handler", details));
    }
    JsonObject echoed = new JsonObject().put("echoed", task.input());
    return JsonRpcWriter.result(
        send.id(), send.envelope().reply(URN, TaskResponse.completed("task_1", echoed)));
  }

  private static TestingAnswer stream(TestingRequest request) {
    JsonRpcRequest read = ((Incoming.Single) READER.read(request.body())).request();
    if (!(read instanceof JsonRpcRequest.Send send)) {
      return TestingAnswer.of(200, JSON, message(read).toString());
    }
    TaskStream first = new TaskStream("one ", 0.5, false, TaskStatus.WORKING);
    TaskStream last = new TaskStream("two", 1.0, true, TaskStatus.COMPLETED);
    String body = ": comments are fine\n\n" + chunk(send, first) + chunk(send, last);
    return TestingAnswer.of(200, "text/event-stream; charset=utf-8", body);
  }

  private static String chunk(JsonRpcRequest.Send send, TaskStream chunk) {
    Envelope envelope = send.envelope().reply(URN, chunk);
    return "data: " + Codec.ENVELOPE.write(envelope) + "\n\n";
  }
}
