package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.task.LiveTask;
import dev.roost.platform.task.LiveTasks;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskStatus;
import dev.roost.spi.Outcome;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls agents: a request becomes a live task, goes to its agent and comes back answered. Everybody
 * who wants something of an agent takes this way, whether a binding, an operator or another agent.
 */
public final class AgentCalls {
  private static final Logger LOG = LoggerFactory.getLogger(AgentCalls.class);

  private final LiveTasks tasks;
  private final AgentRouter router;

  /** With the tasks of this node, and the way to the agents of all. */
  public AgentCalls(LiveTasks tasks, AgentRouter router) {
    this.tasks = requireNonNull(tasks, "tasks");
    this.router = requireNonNull(router, "router");
  }

  /** Sends an accepted call to its agent; it ends when the agent has answered, or too late. */
  public void begin(LiveTask call) {
    router
        .send(call.agent(), call.assignment())
        .onComplete(done -> tasks.end(call, outcome(call, done.result(), done.cause())));
  }

  private static Outcome outcome(
      LiveTask call, @Nullable Envelope answer, @Nullable Throwable failure) {
    if (answer != null) {
      return new Outcome.Answered(answer);
    }
    if (failure instanceof AsapException expected) {
      return new Outcome.Refused(reason(call, expected.error()));
    }
    LOG.atError().setCause(failure).log("A task could not be carried to its agent");
    return new Outcome.Refused(RpcError.internalError());
  }

  /** A skill that was told that its time is over fails in its own way; the time is the reason. */
  private static RpcError reason(LiveTask call, RpcError error) {
    return error.code() == RpcError.INTERNAL_ERROR && call.isLate()
        ? SendFailures.timeout(call.agent(), call.limitMillis()).error()
        : error;
  }

  /**
   * Calls an agent; the task may take as long as its request and the configuration allow.
   *
   * @param owner the subject who may see the task
   * @return the answer, also the question of a task that waits for input; or an {@link
   *     AsapException}
   */
  public Future<Envelope> call(AgentUrn agent, Envelope request, String owner) {
    return call(agent, request, owner, Long.MAX_VALUE);
  }

  /**
   * Calls an agent on behalf of a task: the new one stands below it and belongs to the same owner.
   *
   * @param request names the task as parent
   * @param latestMillis when the answer is no longer wanted, in milliseconds since the epoch
   * @return the answer, or an {@link AsapException}
   */
  public Future<Envelope> callBelow(AgentUrn agent, Envelope request, long latestMillis) {
    String parentId = request.payload() instanceof TaskRequest task ? task.parentTaskId() : null;
    String owner =
        Optional.ofNullable(parentId)
            .flatMap(tasks::find)
            .map(LiveTask::owner)
            .orElse(request.sender().value());
    return call(agent, request, owner, latestMillis);
  }

  private Future<Envelope> call(AgentUrn agent, Envelope request, String owner, long latestMillis) {
    LiveTask call;
    try {
      call = tasks.accept(request, agent, owner, latestMillis);
    } catch (AsapException e) {
      return Future.failedFuture(e);
    }
    Future<Void> settled = call.whenIn(AgentCalls::isSettled, Long.MAX_VALUE);
    begin(call);
    return settled.map(done -> call.answerTo(request));
  }

  /** Whether a task has something to say: its end, or a question. */
  public static boolean isSettled(TaskStatus status) {
    return status.isTerminal() || status == TaskStatus.INPUT_REQUIRED;
  }
}
