package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.cluster.NodeGoneException;
import dev.roost.platform.task.LiveTask;
import dev.roost.platform.task.LiveTasks;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskStatus;
import dev.roost.spi.Outcome;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;
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
  private final AgentDirectory directory;
  private final RemoteAgents remotes;

  /** With the tasks of this node, and the way to the agents of all. */
  public AgentCalls(LiveTasks tasks, Discovery discovery) {
    this.tasks = requireNonNull(tasks, "tasks");
    this.router = discovery.router();
    this.directory = discovery.directory();
    this.remotes = discovery.remotes();
  }

  /** Sends an accepted call to its agent; it ends when the agent has answered, or too late. */
  public void begin(LiveTask call) {
    router.send(call.agent(), call).onComplete(done -> answered(call, done));
  }

  /** A node that is gone took the call with it; where that may be, it begins anew elsewhere. */
  private void answered(LiveTask call, AsyncResult<Envelope> answer) {
    Optional<Boolean> again =
        answer.cause() instanceof NodeGoneException gone
            ? tasks.interrupted(call, SendFailures.gone(call.agent(), gone))
            : Optional.empty();
    if (again.isEmpty()) {
      end(call, answer);
    } else if (again.get()) {
      begin(call);
    }
  }

  private void end(LiveTask call, AsyncResult<Envelope> answer) {
    tasks.end(call, outcome(call, answer.result(), answer.cause()));
  }

  /** The same for a call by an agent, whose agent may also be elsewhere. */
  private void beginBelow(LiveTask call) {
    if (directory.find(call.agent()).isPresent()) {
      begin(call);
    } else {
      remotes
          .find(call.agent())
          .map(named -> Future.succeededFuture(Optional.of(named)))
          .orElseGet(() -> remotes.findListed(call.agent()))
          .onSuccess(
              elsewhere ->
                  elsewhere.ifPresentOrElse(
                      peer -> endWith(call, peer.send(call, tasks)), () -> begin(call)));
    }
  }

  private void endWith(LiveTask call, Future<Envelope> answer) {
    answer.onComplete(done -> end(call, done));
  }

  private static Outcome outcome(
      LiveTask call, @Nullable Envelope answer, @Nullable Throwable failure) {
    if (answer != null) {
      return new Outcome.Answered(answer);
    }
    if (failure instanceof NodeGoneException gone) {
      return new Outcome.Refused(SendFailures.gone(call.agent(), gone).error());
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
    return call(agent, request, owner, Long.MAX_VALUE, this::begin);
  }

  /**
   * Calls an agent on behalf of a task: the new one stands below it and belongs to the same owner.
   * The agent may be elsewhere, if the configuration names it.
   *
   * @param request names the task as parent
   * @param latestMillis when the answer is no longer wanted, in milliseconds since the epoch
   * @return the answer, or an {@link AsapException}
   */
  public Future<Envelope> callBelow(AgentUrn agent, Envelope request, long latestMillis) {
    return call(agent, request, ownerOf(request), latestMillis, this::beginBelow);
  }

  /** Cancels what {@link #callBelow} began with a request, unless it has ended. */
  public void cancelBelow(Envelope request) {
    try {
      tasks.find(request.id(), ownerOf(request)).ifPresent(tasks::cancel);
    } catch (AsapException e) {
      LOG.atTrace().setCause(e).log("A task ended before it was cancelled");
    }
  }

  private String ownerOf(Envelope request) {
    String parentId = request.payload() instanceof TaskRequest task ? task.parentTaskId() : null;
    return Optional.ofNullable(parentId).flatMap(tasks::ownerOf).orElse(request.sender().value());
  }

  private Future<Envelope> call(
      AgentUrn agent,
      Envelope request,
      String owner,
      long latestMillis,
      Consumer<LiveTask> beginning) {
    LiveTask call;
    try {
      call = tasks.accept(request, agent, owner, latestMillis);
    } catch (AsapException e) {
      return Future.failedFuture(e);
    }
    Future<Void> settled = call.whenIn(AgentCalls::isSettled, Long.MAX_VALUE);
    beginning.accept(call);
    return settled.map(done -> call.answerTo(request));
  }

  /** Whether a task has something to say: its end, or a question. */
  public static boolean isSettled(TaskStatus status) {
    return status.isTerminal() || status == TaskStatus.INPUT_REQUIRED;
  }
}
