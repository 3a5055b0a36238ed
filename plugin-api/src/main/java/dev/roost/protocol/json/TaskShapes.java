package dev.roost.protocol.json;

import static dev.roost.protocol.json.JsonTypes.BOOLEAN;
import static dev.roost.protocol.json.JsonTypes.OBJECT;
import static dev.roost.protocol.json.JsonTypes.STRING;
import static dev.roost.protocol.json.JsonTypes.atLeast;
import static dev.roost.protocol.json.JsonTypes.constantOf;
import static dev.roost.protocol.json.JsonTypes.listOf;
import static dev.roost.protocol.json.JsonTypes.numberBetween;
import static dev.roost.protocol.json.JsonTypes.where;

import dev.roost.protocol.TaskCallback;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables of the payloads that move a task on. */
final class TaskShapes {
  static final JsonType<TaskStatus> STATUS = constantOf(TaskStatus.class, "enum");

  private TaskShapes() {}

  static Shape<TaskRequest> taskRequest() {
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

  /** The reference's configuration is closed; a callback is read only where that is asked for. */
  private static JsonType<TaskConfig> taskConfig() {
    Shape<TaskConfig> closed = taskConfig(shape -> values -> null);
    Shape<TaskConfig> open = taskConfig(TaskShapes::callback);
    return JsonTypes.of(
        in -> (in.acceptsCallbacks() ? open : closed).read(in),
        (out, config) -> (config.callback() == null ? closed : open).write(out, config));
  }

  private static Shape<TaskConfig> taskConfig(
      Function<Shape.Builder<TaskConfig>, Function<Shape.Values, @Nullable TaskCallback>> more) {
    Shape.Builder<TaskConfig> shape = Shape.of("TaskRequestConfig");
    var timeout = shape.optional("timeout_seconds", atLeast(1), TaskConfig::timeoutSeconds);
    var priority = shape.optional("priority", STRING, TaskConfig::priority);
    var key = shape.optional("idempotency_key", STRING, TaskConfig::idempotencyKey);
    var streaming = shape.optional("streaming", BOOLEAN, TaskConfig::streaming);
    var persist = shape.optional("persist_state", BOOLEAN, TaskConfig::persistState);
    var model = shape.optional("model", STRING, TaskConfig::model);
    var temperature = shape.optional("temperature", numberBetween(0, 2), TaskConfig::temperature);
    Function<Shape.Values, @Nullable TaskCallback> callback = more.apply(shape);
    return shape.build(
        v ->
            new TaskConfig(
                v.get(timeout),
                v.get(priority),
                v.get(key),
                v.get(streaming),
                v.get(persist),
                v.get(model),
                v.get(temperature),
                callback.apply(v)));
  }

  private static Function<Shape.Values, @Nullable TaskCallback> callback(
      Shape.Builder<TaskConfig> shape) {
    var url = shape.optional("callback_url", STRING, of(TaskCallback::url));
    var events = shape.optional("callback_events", listOf(STRING, 0), of(TaskCallback::events));
    var secret = shape.optional("callback_secret", STRING, of(TaskCallback::secret));
    shape.check(
        (v, in) -> {
          if (v.get(url) == null && (v.get(events) != null || v.get(secret) != null)) {
            in.missing("callback_url");
          }
        });
    return v ->
        v.get(url) == null ? null : new TaskCallback(v.get(url), v.get(events), v.get(secret));
  }

  private static <V> Function<TaskConfig, @Nullable V> of(
      Function<TaskCallback, @Nullable V> part) {
    return config -> config.callback() == null ? null : part.apply(config.callback());
  }

  static Shape<TaskResponse> taskResponse() {
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

  static Shape<TaskStream> taskStream() {
    Shape.Builder<TaskStream> shape = Shape.of("TaskStream");
    var chunk = shape.defaulted("chunk", STRING, "", TaskStream::chunk).always();
    var progress = shape.optional("progress", numberBetween(0, 1), TaskStream::progress);
    var last = shape.defaulted("final", BOOLEAN, false, TaskStream::last).always();
    var status = shape.optional("status", STATUS, TaskStream::status);
    return shape.build(
        v -> new TaskStream(v.get(chunk), v.get(progress), v.get(last), v.get(status)));
  }

  static Shape<TaskUpdate> taskUpdate() {
    Shape.Builder<TaskUpdate> shape = Shape.of("TaskUpdate");
    var taskId = shape.required("task_id", STRING, TaskUpdate::taskId);
    var type =
        shape.required("update_type", constantOf(UpdateType.class, "enum"), TaskUpdate::updateType);
    var status = shape.required("status", STATUS, TaskUpdate::status);
    var progress =
        shape.optional("progress", where(OBJECT, TaskShapes::checkPercent), TaskUpdate::progress);
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

  static Shape<TaskCancel> taskCancel() {
    Shape.Builder<TaskCancel> shape = Shape.of("TaskCancel");
    var taskId = shape.required("task_id", STRING, TaskCancel::taskId);
    var reason = shape.optional("reason", STRING, TaskCancel::reason);
    return shape.build(v -> new TaskCancel(v.get(taskId), v.get(reason)));
  }
}
