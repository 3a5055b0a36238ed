package dev.roost.protocol.json;

import static dev.roost.protocol.json.JsonTypes.BOOLEAN;
import static dev.roost.protocol.json.JsonTypes.INTEGER;
import static dev.roost.protocol.json.JsonTypes.OBJECT;
import static dev.roost.protocol.json.JsonTypes.STRING;
import static dev.roost.protocol.json.JsonTypes.atLeast;
import static dev.roost.protocol.json.JsonTypes.constantOf;
import static dev.roost.protocol.json.JsonTypes.listOf;
import static dev.roost.protocol.json.JsonTypes.numberBetween;
import static dev.roost.protocol.json.JsonTypes.of;
import static dev.roost.protocol.json.JsonTypes.where;

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
import dev.roost.protocol.TaskCancel;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskMetrics;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;

/** The tables of the payloads. */
final class PayloadShapes {
  static final JsonType<TaskStatus> STATUS = constantOf(TaskStatus.class, "enum");
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
    types.put(PayloadType.TASK_REQUEST, taskRequest());
    types.put(PayloadType.TASK_RESPONSE, taskResponse());
    types.put(PayloadType.TASK_STREAM, taskStream());
    types.put(PayloadType.TASK_UPDATE, taskUpdate());
    types.put(PayloadType.TASK_CANCEL, taskCancel());
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

  private static Shape<TaskRequest> taskRequest() {
    Shape.Builder<TaskRequest> shape = Shape.of("TaskRequest");
    var conversationId = shape.required("conversation_id", STRING, TaskRequest::conversationId);
    var parentTaskId = shape.optional("parent_task_id", STRING, TaskRequest::parentTaskId);
    var skillId = shape.required("skill_id", STRING, TaskRequest::skillId);
    var input = shape.required("input", OBJECT, TaskRequest::input);
    var config = shape.optional("config", taskConfig(), TaskRequest::config);
    return shape.build(
        v ->
            new TaskRequest(
                v.get(conversationId),
                v.get(parentTaskId),
                v.get(skillId),
                v.get(input),
                v.get(config)));
  }

  private static Shape<TaskConfig> taskConfig() {
    Shape.Builder<TaskConfig> shape = Shape.of("TaskRequestConfig");
    var timeout = shape.optional("timeout_seconds", atLeast(1), TaskConfig::timeoutSeconds);
    var priority = shape.optional("priority", STRING, TaskConfig::priority);
    var key = shape.optional("idempotency_key", STRING, TaskConfig::idempotencyKey);
    var streaming = shape.optional("streaming", BOOLEAN, TaskConfig::streaming);
    var persist = shape.optional("persist_state", BOOLEAN, TaskConfig::persistState);
    var model = shape.optional("model", STRING, TaskConfig::model);
    var temperature = shape.optional("temperature", numberBetween(0, 2), TaskConfig::temperature);
    return shape.build(
        v ->
            new TaskConfig(
                v.get(timeout),
                v.get(priority),
                v.get(key),
                v.get(streaming),
                v.get(persist),
                v.get(model),
                v.get(temperature)));
  }

  private static Shape<TaskResponse> taskResponse() {
    Shape.Builder<TaskResponse> shape = Shape.of("TaskResponse");
    var taskId = shape.required("task_id", STRING, TaskResponse::taskId);
    var status = shape.required("status", STATUS, TaskResponse::status);
    var result = shape.optional("result", OBJECT, TaskResponse::result);
    var finalState = shape.optional("final_state", OBJECT, TaskResponse::finalState);
    var metrics = shape.optional("metrics", taskMetrics(), TaskResponse::metrics);
    return shape.build(
        v ->
            new TaskResponse(
                v.get(taskId), v.get(status), v.get(result), v.get(finalState), v.get(metrics)));
  }

  private static Shape<TaskMetrics> taskMetrics() {
    Shape.Builder<TaskMetrics> shape = Shape.of("TaskMetrics");
    JsonType<Long> count = atLeast(0);
    var duration = shape.optional("duration_ms", count, TaskMetrics::durationMs);
    var tokensIn = shape.optional("tokens_in", count, TaskMetrics::tokensIn);
    var tokensOut = shape.optional("tokens_out", count, TaskMetrics::tokensOut);
    var tokensUsed = shape.optional("tokens_used", count, TaskMetrics::tokensUsed);
    var apiCalls = shape.optional("api_calls", count, TaskMetrics::apiCalls);
    shape.rest(TaskMetrics::more);
    return shape.build(
        v ->
            new TaskMetrics(
                v.get(duration),
                v.get(tokensIn),
                v.get(tokensOut),
                v.get(tokensUsed),
                v.get(apiCalls),
                v.rest()));
  }

  private static Shape<TaskStream> taskStream() {
    Shape.Builder<TaskStream> shape = Shape.of("TaskStream");
    var chunk = shape.defaulted("chunk", STRING, "", TaskStream::chunk).always();
    var progress = shape.optional("progress", numberBetween(0, 1), TaskStream::progress);
    var last = shape.defaulted("final", BOOLEAN, false, TaskStream::last).always();
    var status = shape.optional("status", STATUS, TaskStream::status);
    return shape.build(
        v -> new TaskStream(v.get(chunk), v.get(progress), v.get(last), v.get(status)));
  }

  private static Shape<TaskUpdate> taskUpdate() {
    Shape.Builder<TaskUpdate> shape = Shape.of("TaskUpdate");
    var taskId = shape.required("task_id", STRING, TaskUpdate::taskId);
    var type =
        shape.required("update_type", constantOf(UpdateType.class, "enum"), TaskUpdate::updateType);
    var status = shape.required("status", STATUS, TaskUpdate::status);
    var progress =
        shape.optional(
            "progress", where(OBJECT, PayloadShapes::checkPercent), TaskUpdate::progress);
    var inputRequest = shape.optional("input_request", OBJECT, TaskUpdate::inputRequest);
    return shape.build(
        v ->
            new TaskUpdate(
                v.get(taskId), v.get(type), v.get(status), v.get(progress), v.get(inputRequest)));
  }

  private static void checkPercent(JsonObject progress, JsonInput in) {
    if (!progress.containsKey("percent")) {
      return;
    }
    Object percent = progress.getValue("percent");
    if (percent instanceof Boolean) {
      return; // the reference's language counts booleans among the numbers
    }
    if (!(percent instanceof Number number)) {
      in.fault("value_error", "Value error, progress.percent must be a number");
    } else if (number.doubleValue() < 0 || number.doubleValue() > 100) {
      in.fault("value_error", "Value error, progress.percent must be between 0 and 100");
    }
  }

  private static Shape<TaskCancel> taskCancel() {
    Shape.Builder<TaskCancel> shape = Shape.of("TaskCancel");
    var taskId = shape.required("task_id", STRING, TaskCancel::taskId);
    var reason = shape.optional("reason", STRING, TaskCancel::reason);
    return shape.build(v -> new TaskCancel(v.get(taskId), v.get(reason)));
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
