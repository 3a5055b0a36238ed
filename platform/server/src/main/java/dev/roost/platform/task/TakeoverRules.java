package dev.roost.platform.task;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.spi.Outcome;
import dev.roost.spi.TaskRecord;
import dev.roost.spi.TaskWork;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Which tasks are not run again when their process is gone. */
final class TakeoverRules {
  private static final double MILLIS = 1_000;

  private final int maxAttempts;
  private final DurableAgents agents;

  TakeoverRules(int maxAttempts, DurableAgents agents) {
    this.maxAttempts = maxAttempts;
    this.agents = agents;
  }

  /** With what a task that was left must end; empty if it can be run again. */
  Optional<Outcome.Refused> reasonToFail(TaskRecord left) {
    String id = left.task().id();
    if (left.work().isEmpty()) {
      return Optional.of(interrupted(id));
    }
    TaskWork work = left.work().get();
    if (!work.deadline().isAfter(Instant.now())) {
      return Optional.of(late(left, work));
    }
    if (agents.runOnce().contains(left.agent())) {
      return Optional.of(interrupted(id, left.agent() + " runs no task twice"));
    }
    if (work.attempt() >= maxAttempts) {
      return Optional.of(interrupted(id, "it was run " + work.attempt() + " times"));
    }
    return Optional.empty();
  }

  private static Outcome.Refused late(TaskRecord left, TaskWork work) {
    double seconds = Duration.between(left.task().createdAt(), work.deadline()).toMillis() / MILLIS;
    return new Outcome.Refused(
        RpcError.of(
            ErrorCode.TIMEOUT,
            left.agent() + " did not answer within " + seconds + " seconds",
            new JsonObject().put("timeout_seconds", seconds)));
  }

  private static Outcome.Refused interrupted(String taskId, String why) {
    return new Outcome.Refused(
        RpcError.of(
            ErrorCode.REMOTE_ERROR,
            "The task was interrupted, and is not run again: " + why,
            new JsonObject().put("task_id", taskId)));
  }

  /** The end of a task that was not to outlive its process. */
  static Outcome.Refused interrupted(String taskId) {
    return interrupted(taskId, "it was not durable");
  }
}
