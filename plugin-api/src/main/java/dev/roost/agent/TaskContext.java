package dev.roost.agent;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.Task;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/** One task while it runs: its input, and what the platform offers to its skill. */
public final class TaskContext {
  private final Assignment assignment;
  private final TaskRequest request;
  private final AgentUrn self;
  private final AgentHost host;
  private final JsonObject config;
  private final Promise<Void> cancellation = Promise.promise();

  TaskContext(
      Assignment assignment,
      TaskRequest request,
      AgentUrn self,
      AgentHost host,
      JsonObject config) {
    this.assignment = assignment;
    this.request = request;
    this.self = self;
    this.host = host;
    this.config = config;
  }

  /** The id that the server gave the task. */
  public String taskId() {
    return assignment.taskId();
  }

  /** The skill that was asked for. */
  public String skillId() {
    return request.skillId();
  }

  /** The skill's input, already checked against its schema. Read-only; copy before changing it. */
  public JsonObject input() {
    return request.input();
  }

  /** The request as it came, with everything that the other methods leave out. */
  public Envelope envelope() {
    return assignment.envelope();
  }

  /** Who asked. */
  public AgentUrn sender() {
    return assignment.envelope().sender();
  }

  /** The conversation that the task belongs to. */
  public String conversationId() {
    return request.conversationId();
  }

  /** 1 for the first run; more when the task was taken over from a node that died. */
  public int attempt() {
    return assignment.attempt();
  }

  /** The agent's own configuration; empty by default. Read-only. */
  public JsonObject config() {
    return config;
  }

  /** When the answer is no longer wanted. */
  public Instant deadline() {
    return Instant.ofEpochMilli(assignment.deadlineMillis());
  }

  /** How long the task may still run; negative after the deadline. */
  public Duration remaining() {
    return Duration.between(Instant.now(), deadline());
  }

  /** Says whether nobody waits for the answer any more: cancelled, or past the deadline. */
  public boolean isCancelled() {
    return cancellation.future().isComplete()
        || System.currentTimeMillis() > assignment.deadlineMillis();
  }

  /** Completes when the task is cancelled or its deadline passes; never when it ends by itself. */
  public Future<Void> cancellation() {
    return cancellation.future();
  }

  /**
   * Tells how far the task is.
   *
   * @param percent 0 to 100
   * @param message for people
   * @throws IllegalArgumentException if {@code percent} is out of range
   */
  public void progress(double percent, String message) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent must be from 0 to 100, not " + percent);
    }
    JsonObject progress =
        new JsonObject().put("percent", percent).put("message", requireNonNull(message, "message"));
    host.progress(
        new TaskUpdate(taskId(), UpdateType.PROGRESS, TaskStatus.WORKING, progress, null));
  }

  /**
   * Asks another agent to run a skill, within this task's deadline, conversation and trace. The
   * request is a task of its own, below this one; tasks may stand at most {@value Task#MAX_DEPTH}
   * deep.
   *
   * @param agent who is asked
   * @param skillId what it is asked to do
   * @param input what it is to do it with
   * @return its result; fails with {@link AsapException} if there is no such agent or skill, if the
   *     agent answers with an error, or if its task does not end as completed
   */
  public Future<JsonObject> call(AgentUrn agent, String skillId, JsonObject input) {
    TaskRequest child = new TaskRequest(conversationId(), taskId(), skillId, input, null);
    Envelope envelope = Envelope.of(self, agent, child).withTraceId(envelope().traceId());
    return host.call(envelope, assignment.deadlineMillis())
        .compose(answer -> resultOf(agent, answer));
  }

  void cancel() {
    cancellation.tryComplete();
  }

  private static Future<JsonObject> resultOf(AgentUrn agent, Envelope answer) {
    if (answer.payload() instanceof TaskResponse response
        && response.status() == TaskStatus.COMPLETED) {
      JsonObject result = response.result();
      return Future.succeededFuture(result == null ? new JsonObject() : result);
    }
    return Future.failedFuture(
        AsapException.of(
            ErrorCode.REMOTE_ERROR,
            agent + " did not complete the task",
            new JsonObject().put("payload_type", answer.payloadType())));
  }
}
