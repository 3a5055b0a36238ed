package dev.roost.protocol.json;

import static dev.roost.protocol.json.JsonTypes.BOOLEAN;
import static dev.roost.protocol.json.JsonTypes.INTEGER;
import static dev.roost.protocol.json.JsonTypes.OBJECT;
import static dev.roost.protocol.json.JsonTypes.STRING;
import static dev.roost.protocol.json.JsonTypes.constantOf;
import static dev.roost.protocol.json.JsonTypes.listOf;
import static dev.roost.protocol.json.JsonTypes.of;

import dev.roost.protocol.AckStatus;
import dev.roost.protocol.ArtifactNotify;
import dev.roost.protocol.CustomPayload;
import dev.roost.protocol.McpResourceData;
import dev.roost.protocol.McpResourceFetch;
import dev.roost.protocol.McpToolCall;
import dev.roost.protocol.McpToolResult;
import dev.roost.protocol.MessageAck;
import dev.roost.protocol.MessageSend;
import dev.roost.protocol.Payload;
import dev.roost.protocol.PayloadType;
import dev.roost.protocol.Role;
import dev.roost.protocol.StateQuery;
import dev.roost.protocol.StateRestore;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;

/** The tables of the payloads, those of tasks in {@link TaskShapes}. */
final class PayloadShapes {
  static final JsonType<Role> ROLE = constantOf(Role.class, "enum");

  private static final Map<PayloadType, JsonType<? extends Payload>> BY_TYPE = byType();

  private PayloadShapes() {}

  /** The table of a payload type. */
  static JsonType<? extends Payload> ofType(PayloadType type) {
    return BY_TYPE.get(type);
  }

  /** Writes a payload by the table of its type. */
  static void write(JsonOutput out, Payload payload) {
    writeAs(ofType(PayloadType.of(payload)), out, payload);
  }

  @SuppressWarnings("unchecked")
  private static <P extends Payload> void writeAs(
      JsonType<P> type, JsonOutput out, Payload payload) {
    type.write(out, (P) payload);
  }

  private static Map<PayloadType, JsonType<? extends Payload>> byType() {
    Map<PayloadType, JsonType<? extends Payload>> types = new EnumMap<>(PayloadType.class);
    types.put(PayloadType.TASK_REQUEST, TaskShapes.taskRequest());
    types.put(PayloadType.TASK_RESPONSE, TaskShapes.taskResponse());
    types.put(PayloadType.TASK_STREAM, TaskShapes.taskStream());
    types.put(PayloadType.TASK_UPDATE, TaskShapes.taskUpdate());
    types.put(PayloadType.TASK_CANCEL, TaskShapes.taskCancel());
    types.put(PayloadType.MESSAGE_SEND, messageSend());
    types.put(PayloadType.STATE_QUERY, stateQuery());
    types.put(PayloadType.STATE_RESTORE, stateRestore());
    types.put(PayloadType.ARTIFACT_NOTIFY, artifactNotify());
    types.put(PayloadType.MCP_TOOL_CALL, mcpToolCall());
    types.put(PayloadType.MCP_TOOL_RESULT, mcpToolResult());
    types.put(PayloadType.MCP_RESOURCE_FETCH, mcpResourceFetch());
    types.put(PayloadType.MCP_RESOURCE_DATA, mcpResourceData());
    types.put(PayloadType.MESSAGE_ACK, messageAck());
    types.put(PayloadType.CUSTOM, custom());
    return types;
  }

  private static Shape<MessageSend> messageSend() {
    Shape.Builder<MessageSend> shape = Shape.of("MessageSend");
    var taskId = shape.required("task_id", STRING, MessageSend::taskId);
    var messageId = shape.required("message_id", STRING, MessageSend::messageId);
    var sender = shape.required("sender", STRING, MessageSend::sender);
    var role = shape.required("role", ROLE, MessageSend::role);
    var parts = shape.required("parts", listOf(STRING, 0), MessageSend::parts);
    return shape.build(
        v ->
            new MessageSend(
                v.get(taskId), v.get(messageId), v.get(sender), v.get(role), v.get(parts)));
  }

  private static Shape<StateQuery> stateQuery() {
    Shape.Builder<StateQuery> shape = Shape.of("StateQuery");
    var taskId = shape.required("task_id", STRING, StateQuery::taskId);
    var version = shape.optional("version", INTEGER, StateQuery::version);
    return shape.build(v -> new StateQuery(v.get(taskId), v.get(version)));
  }

  private static Shape<StateRestore> stateRestore() {
    Shape.Builder<StateRestore> shape = Shape.of("StateRestore");
    var taskId = shape.required("task_id", STRING, StateRestore::taskId);
    var snapshotId = shape.required("snapshot_id", STRING, StateRestore::snapshotId);
    return shape.build(v -> new StateRestore(v.get(taskId), v.get(snapshotId)));
  }

  private static Shape<ArtifactNotify> artifactNotify() {
    Shape.Builder<ArtifactNotify> shape = Shape.of("ArtifactNotify");
    var artifactId = shape.required("artifact_id", STRING, ArtifactNotify::artifactId);
    var taskId = shape.required("task_id", STRING, ArtifactNotify::taskId);
    var name = shape.optional("name", STRING, ArtifactNotify::name);
    return shape.build(v -> new ArtifactNotify(v.get(artifactId), v.get(taskId), v.get(name)));
  }

  private static Shape<McpToolCall> mcpToolCall() {
    Shape.Builder<McpToolCall> shape = Shape.of("McpToolCall");
    var requestId = shape.required("request_id", STRING, McpToolCall::requestId);
    var toolName = shape.required("tool_name", STRING, McpToolCall::toolName);
    var arguments = shape.required("arguments", OBJECT, McpToolCall::arguments);
    var context = shape.optional("mcp_context", OBJECT, McpToolCall::mcpContext);
    return shape.build(
        v -> new McpToolCall(v.get(requestId), v.get(toolName), v.get(arguments), v.get(context)));
  }

  private static Shape<McpToolResult> mcpToolResult() {
    Shape.Builder<McpToolResult> shape = Shape.of("McpToolResult");
    var requestId = shape.required("request_id", STRING, McpToolResult::requestId);
    var success = shape.required("success", BOOLEAN, McpToolResult::success);
    var result = shape.optional("result", OBJECT, McpToolResult::result);
    var error = shape.optional("error", STRING, McpToolResult::error);
    shape.check(
        (v, in) -> {
          boolean succeeded = v.get(success);
          String there = succeeded ? "result" : "error";
          String absent = succeeded ? "error" : "result";
          String when = succeeded ? " when success=True" : " when success=False";
          if ((succeeded ? v.get(result) : v.get(error)) == null) {
            in.fault("value_error", "Value error, " + there + " must be provided" + when);
          } else if ((succeeded ? v.get(error) : v.get(result)) != null) {
            in.fault("value_error", "Value error, " + absent + " must be None" + when);
          }
        });
    return shape.build(
        v -> new McpToolResult(v.get(requestId), v.get(success), v.get(result), v.get(error)));
  }

  private static Shape<McpResourceFetch> mcpResourceFetch() {
    Shape.Builder<McpResourceFetch> shape = Shape.of("McpResourceFetch");
    var uri = shape.required("resource_uri", STRING, McpResourceFetch::resourceUri);
    return shape.build(v -> new McpResourceFetch(v.get(uri)));
  }

  private static Shape<McpResourceData> mcpResourceData() {
    Shape.Builder<McpResourceData> shape = Shape.of("McpResourceData");
    var uri = shape.required("resource_uri", STRING, McpResourceData::resourceUri);
    var content = shape.required("content", OBJECT, McpResourceData::content);
    return shape.build(v -> new McpResourceData(v.get(uri), v.get(content)));
  }

  private static Shape<MessageAck> messageAck() {
    Shape.Builder<MessageAck> shape = Shape.of("MessageAck");
    var original = shape.required("original_envelope_id", STRING, MessageAck::originalEnvelopeId);
    var status =
        shape.required("status", constantOf(AckStatus.class, "literal_error"), MessageAck::status);
    var error = shape.optional("error", STRING, MessageAck::error);
    return shape.build(v -> new MessageAck(v.get(original), v.get(status), v.get(error)));
  }

  private static JsonType<CustomPayload> custom() {
    return of(
        in -> {
          JsonObject content = OBJECT.read(in);
          return content == null ? null : new CustomPayload(content);
        },
        (out, payload) -> out.object(payload.content()));
  }
}
