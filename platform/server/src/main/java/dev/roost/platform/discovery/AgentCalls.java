package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import dev.roost.agent.Assignment;
import dev.roost.platform.task.LiveTasks;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import io.vertx.core.Future;

/**
 * Calls agents: a request becomes a live task, goes to its agent and comes back answered. Everybody
 * who wants something of an agent takes this way, whether a binding, an operator or another agent.
 */
public final class AgentCalls {
  private final LiveTasks tasks;
  private final AgentRouter router;

  /** With the tasks of this node, and the way to the agents of all. */
  public AgentCalls(LiveTasks tasks, AgentRouter router) {
    this.tasks = requireNonNull(tasks, "tasks");
    this.router = requireNonNull(router, "router");
  }

  /**
   * Calls an agent; the task may take as long as its request and the configuration allow.
   *
   * @return the answer, or an {@link dev.roost.protocol.AsapException}
   */
  public Future<Envelope> call(AgentUrn agent, Envelope request) {
    return call(agent, request, Long.MAX_VALUE);
  }

  /**
   * Calls an agent on behalf of a task that has a deadline itself.
   *
   * @param latestMillis when the answer is no longer wanted, in milliseconds since the epoch
   * @return the answer, or an {@link dev.roost.protocol.AsapException}
   */
  public Future<Envelope> call(AgentUrn agent, Envelope request, long latestMillis) {
    Assignment assignment;
    try {
      assignment = tasks.accept(request, agent, latestMillis);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
    return router
        .send(agent, assignment)
        .transform(
            (answer, failure) -> {
              tasks.end(assignment.taskId());
              return failure == null
                  ? Future.succeededFuture(answer)
                  : Future.failedFuture(failure);
            });
  }
}
