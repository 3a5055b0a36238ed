package dev.roost.client;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.Task;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.InvalidMessageException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A task as its server shows it.
 *
 * @param task its id, state and times
 * @param agent who runs it
 * @param sequence the number of the newest event of its log
 * @param result what came out, if it has ended with a result
 * @param error what went wrong, if it has ended with an error
 */
public record TaskView(
    Task task,
    AgentUrn agent,
    long sequence,
    Optional<JsonObject> result,
    Optional<RpcError> error) {
  /** Refuses missing parts. */
  public TaskView {
    requireNonNull(task, "task");
    requireNonNull(agent, "agent");
    requireNonNull(result, "result");
    requireNonNull(error, "error");
  }

  /** Reads the page of a task. */
  static TaskView read(String baseUrl, Buffer body) {
    return PageFields.read(baseUrl, body, "a task", TaskView::read);
  }

  private static TaskView read(JsonObject page) {
    return new TaskView(
        task(page.getJsonObject("task", new JsonObject())),
        AgentUrn.of(PageFields.text(page, "agent")),
        page.getLong("sequence", 0L),
        Optional.ofNullable(page.getJsonObject("result")),
        Optional.ofNullable(page.getJsonObject("error")).map(AnswerReader::error));
  }

  private static Task task(JsonObject task) {
    try {
      return Codec.TASK.read(task.toBuffer());
    } catch (InvalidMessageException e) {
      throw new IllegalArgumentException("task is not valid", e);
    }
  }
}
