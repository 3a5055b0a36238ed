package dev.roost.platform.webhook;

import dev.roost.platform.task.LiveTask;
import dev.roost.protocol.ArtifactNotify;
import dev.roost.protocol.Payload;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.json.Codec;
import dev.roost.spi.TaskEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the outside world is told of the entries of a task's log. */
final class TaskNews {
  /** Of a larger entry the parts that the task itself made are left out. */
  static final int MAX_BYTES = 256 * 1024;

  private static final List<String> LARGE_PARTS =
      List.of("result", "final_state", "input_request", "progress", "metrics");

  /** A task has begun to run; after a takeover once more. */
  static final String STARTED = "task.started";

  private TaskNews() {}

  /** The type of the event that an entry is; empty if it is none. */
  static Optional<String> typeOf(TaskEvent entry) {
    Payload payload = entry.payload();
    if (payload instanceof TaskResponse end) {
      return Optional.of(ofEnd(end.status()));
    } else if (payload instanceof ArtifactNotify) {
      return Optional.of("artifact.ready");
    } else if (payload instanceof TaskUpdate update) {
      return Optional.ofNullable(typeOf(update));
    }
    return Optional.empty();
  }

  private static String ofEnd(TaskStatus last) {
    return switch (last) {
      case FAILED -> "task.failed";
      case CANCELLED -> "task.cancelled";
      default -> "task.completed";
    };
  }

  private static @Nullable String typeOf(TaskUpdate update) {
    return switch (update.updateType()) {
      case PROGRESS -> "task.progress";
      case INPUT_REQUIRED -> "task.input_required";
      case STATUS_CHANGE -> update.status() == TaskStatus.WORKING ? STARTED : null;
      default -> null;
    };
  }

  /** The member {@code data} of the event: what the entry says, and of which task. */
  static JsonObject data(LiveTask task, TaskEvent entry) {
    TaskRequest asked = (TaskRequest) task.request().payload();
    JsonObject data =
        payload(entry)
            .put("task_id", task.id())
            .put("conversation_id", asked.conversationId())
            .put("skill_id", asked.skillId())
            .put("request_id", task.request().id())
            .put("agent", task.agent().value())
            .put("attempt", task.attempt())
            .put("sequence", entry.sequence());
    put(data, "parent_task_id", asked.parentTaskId());
    put(data, "trace_id", task.request().traceId());
    return data;
  }

  private static JsonObject payload(TaskEvent entry) {
    Buffer text = Codec.writePayload(entry.payload());
    JsonObject payload = text.toJsonObject();
    return text.length() > MAX_BYTES ? withoutLargeParts(payload) : payload;
  }

  private static JsonObject withoutLargeParts(JsonObject payload) {
    JsonArray omitted = new JsonArray();
    for (String part : LARGE_PARTS) {
      if (payload.remove(part) != null) {
        omitted.add(part);
      }
    }
    return payload.put("omitted", omitted);
  }

  private static void put(JsonObject data, String name, @Nullable String value) {
    if (value != null) {
      data.put(name, value);
    }
  }
}
