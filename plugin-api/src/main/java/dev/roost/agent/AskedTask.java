package dev.roost.agent;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** A task that a skill has asked another agent for. */
public final class AskedTask {
  private final AgentHost host;
  private final Envelope request;
  private final Future<JsonObject> result;

  private AskedTask(AgentHost host, Envelope request, Future<JsonObject> result) {
    this.host = host;
    this.request = request;
    this.result = result;
  }

  static AskedTask begin(AgentHost host, Envelope request, long deadlineMillis) {
    return new AskedTask(
        host, request, host.call(request, deadlineMillis).compose(AskedTask::resultOf));
  }

  /** Who was asked. */
  public AgentUrn agent() {
    return request.recipient();
  }

  /**
   * The task's result.
   *
   * @return fails with {@link AsapException} if there is no such agent or skill, if the agent
   *     answers with an error, or if the task does not end as completed
   */
  public Future<JsonObject> result() {
    return result;
  }

  /**
   * Asks the agent to stop, and all agents that it has asked; does nothing if the task has ended.
   * {@link #result()} fails when it has stopped.
   */
  public void cancel() {
    host.cancelCall(request);
  }

  private static Future<JsonObject> resultOf(Envelope answer) {
    if (answer.payload() instanceof TaskResponse response) {
      JsonObject result = response.result();
      return response.status() == TaskStatus.COMPLETED
          ? Future.succeededFuture(result == null ? new JsonObject() : result)
          : notCompleted(answer, "status", response.status().wireName());
    }
    return notCompleted(answer, "payload_type", answer.payloadType());
  }

  private static Future<JsonObject> notCompleted(Envelope answer, String key, String value) {
    return Future.failedFuture(
        AsapException.of(
            ErrorCode.REMOTE_ERROR,
            answer.sender() + " did not complete the task",
            new JsonObject().put(key, value)));
  }
}
