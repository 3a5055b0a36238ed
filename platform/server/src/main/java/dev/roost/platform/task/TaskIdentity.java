package dev.roost.platform.task;

import static java.util.Objects.requireNonNull;

import dev.roost.agent.Assignment;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Task;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.spi.Outcome;
import dev.roost.spi.TaskRecord;
import dev.roost.spi.TaskWork;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call is from its acceptance on, whatever becomes of it.
 *
 * @param id that the server gave it
 * @param request what was asked for
 * @param agent who runs it
 * @param owner who may see it: the subject of the principal that asked
 * @param depth how many tasks stand above it
 * @param acceptedAt when it was accepted
 * @param deadlineMillis when its answer is no longer wanted, in milliseconds since the epoch
 */
record TaskIdentity(
    String id,
    Envelope request,
    AgentUrn agent,
    String owner,
    int depth,
    Instant acceptedAt,
    long deadlineMillis) {
  /** Refuses missing parts. */
  TaskIdentity {
    requireNonNull(id, "id");
    requireNonNull(request, "request");
    requireNonNull(agent, "agent");
    requireNonNull(owner, "owner");
    requireNonNull(acceptedAt, "acceptedAt");
  }

  /** Of a durable task that another process has left. */
  static TaskIdentity of(TaskRecord left, TaskWork work) {
    return new TaskIdentity(
        left.task().id(),
        work.request(),
        left.agent(),
        left.owner(),
        (int) left.task().depth(),
        left.task().createdAt(),
        work.deadline().toEpochMilli());
  }

  /** What was asked for of a task; null if it is the call of another payload. */
  private @Nullable TaskRequest asked() {
    return request.payload() instanceof TaskRequest asked ? asked : null;
  }

  boolean isTask() {
    return asked() != null;
  }

  /** How long it could take, in milliseconds. */
  long limitMillis() {
    return deadlineMillis - acceptedAt.toEpochMilli();
  }

  boolean isLate() {
    return System.currentTimeMillis() >= deadlineMillis;
  }

  /** What goes to the agent. */
  Assignment assignment(int attempt) {
    return new Assignment(id, request, deadlineMillis, attempt);
  }

  /** The answer if it was cancelled. */
  Outcome cancelled() {
    return new Outcome.Answered(
        request.reply(agent, new TaskResponse(id, TaskStatus.CANCELLED, null, null, null)));
  }

  EventViews views() {
    return new EventViews(id, agent, request.sender(), request.id());
  }

  /** The task as others see it. */
  Task task(TaskStatus status, @Nullable JsonObject progress, Instant updatedAt) {
    TaskRequest asked = asked();
    return new Task(
        id,
        asked == null ? "" : asked.conversationId(),
        asked == null ? null : asked.parentTaskId(),
        status,
        depth,
        progress,
        acceptedAt,
        updatedAt);
  }

  /** The task as a database keeps it. */
  TaskRecord record(
      Task task, long lastSequence, Optional<Outcome> outcome, Optional<TaskWork> work) {
    return new TaskRecord(
        task, agent, request.sender(), owner, request.id(), lastSequence, outcome, work);
  }

  /** For the management API. */
  JsonObject toJson(TaskStatus status, @Nullable JsonObject progress) {
    TaskRequest asked = asked();
    return new JsonObject()
        .put("id", id)
        .put("agent", agent.value())
        .put("skill", asked == null ? "" : asked.skillId())
        .put("sender", request.sender().value())
        .put("status", status.wireName())
        .put("depth", depth)
        .put("accepted_at", acceptedAt.toString())
        .put("progress", progress);
  }
}
