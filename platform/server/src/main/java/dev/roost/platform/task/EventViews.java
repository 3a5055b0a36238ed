package dev.roost.platform.task;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.ArtifactNotify;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.Payload;
import dev.roost.protocol.PayloadType;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.TaskUpdate;
import dev.roost.spi.TaskEvent;
import dev.roost.spi.TaskRecord;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How the events of a task look to those who follow it: envelopes from the agent to its caller. */
final class EventViews {
  private static final double PERCENT = 100;

  private final String taskId;
  private final AgentUrn agent;
  private final AgentUrn caller;
  private final String requestId;

  static EventViews of(TaskRecord record) {
    return new EventViews(record.task().id(), record.agent(), record.sender(), record.requestId());
  }

  EventViews(String taskId, AgentUrn agent, AgentUrn caller, String requestId) {
    this.taskId = taskId;
    this.agent = agent;
    this.caller = caller;
    this.requestId = requestId;
  }

  /** Every event as it is in the log. */
  Function<TaskEvent, Optional<Envelope>> log() {
    return event -> Optional.of(envelope(event, event.payload(), new JsonObject()));
  }

  /** Whether there is a chunk among the events up to a sequence. */
  static boolean streamed(List<TaskEvent> events, long upTo) {
    return events.stream()
        .anyMatch(event -> event.sequence() <= upTo && event.payload() instanceof TaskStream);
  }

  /**
   * What a streamed result consists of: chunks, the last of which says so.
   *
   * @param begun whether the reader has some chunks already
   */
  Function<TaskEvent, Optional<Envelope>> chunks(boolean begun) {
    boolean[] streamed = {begun};
    return event -> {
      Optional<Envelope> chunk = chunk(event, streamed[0]);
      streamed[0] |= event.payload() instanceof TaskStream;
      return chunk;
    };
  }

  private Optional<Envelope> chunk(TaskEvent event, boolean streamed) {
    Payload payload = event.payload();
    if (payload instanceof TaskStream) {
      return Optional.of(envelope(event, payload, new JsonObject()));
    } else if (payload instanceof TaskResponse response) {
      return Optional.of(last(event, response, streamed));
    } else if (payload instanceof ArtifactNotify artifact) {
      JsonObject told =
          new JsonObject().put("artifact_id", artifact.artifactId()).put("name", artifact.name());
      return Optional.of(
          envelope(event, news(null, TaskStatus.WORKING), new JsonObject().put("artifact", told)));
    } else if (payload instanceof TaskUpdate update) {
      return update(event, update);
    }
    return Optional.empty();
  }

  private Optional<Envelope> update(TaskEvent event, TaskUpdate update) {
    return switch (update.updateType()) {
      case STATUS_CHANGE -> Optional.empty();
      case PROGRESS ->
          Optional.of(envelope(event, news(share(update), update.status()), new JsonObject()));
      case INPUT_REQUIRED ->
          Optional.of(
              envelope(
                  event,
                  news(null, update.status()),
                  new JsonObject().put("input_request", update.inputRequest())));
    };
  }

  private static TaskStream news(Double progress, TaskStatus status) {
    return new TaskStream("", progress, false, status);
  }

  private static Double share(TaskUpdate update) {
    JsonObject progress = update.progress();
    return progress != null && progress.getValue("percent") instanceof Number percent
        ? percent.doubleValue() / PERCENT
        : null;
  }

  /** A skill that did not stream has its whole result in the last chunk. */
  private Envelope last(TaskEvent event, TaskResponse response, boolean streamed) {
    JsonObject result = response.result();
    String text = "";
    JsonObject extensions = new JsonObject();
    if (response.status() == TaskStatus.FAILED) {
      JsonObject error =
          result == null ? new JsonObject() : result.getJsonObject("error", new JsonObject());
      text = error.getString("message", "");
      extensions.put("error", error);
    } else if (!streamed && result != null && !result.isEmpty()) {
      text = result.encode();
    }
    return envelope(event, new TaskStream(text, null, true, response.status()), extensions);
  }

  /** The last chunk of a reader who was too slow for an agent that does not wait. */
  Envelope loss(long sequence) {
    RpcError error =
        RpcError.of(
            ErrorCode.RESOURCE_EXHAUSTED,
            "Chunks were lost: the task wrote faster than they were read",
            new JsonObject().put("task_id", taskId));
    return failure(sequence, error);
  }

  /** The last chunk of a reader who cannot be told the rest. */
  Envelope failure(long sequence, RpcError error) {
    TaskEvent told =
        new TaskEvent(
            sequence,
            Instant.now(),
            new TaskStream(error.message(), null, true, TaskStatus.FAILED));
    return envelope(told, told.payload(), new JsonObject().put("error", error.toJson()));
  }

  private Envelope envelope(TaskEvent event, Payload payload, JsonObject extensions) {
    return new Envelope(
        taskId + "." + event.sequence(),
        Envelope.PROTOCOL_VERSION,
        event.at(),
        agent,
        caller,
        PayloadType.of(payload).spelling(),
        payload,
        requestId,
        null,
        false,
        extensions.put("task_id", taskId).put("sequence", event.sequence()));
  }
}
