package dev.roost.platform.discovery;

import dev.roost.client.AsapClientException;
import dev.roost.client.Fate;
import dev.roost.client.UnusableUrlException;
import dev.roost.platform.task.LiveTask;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** What an agent is told when one elsewhere did not do what it was asked. */
final class RemoteFailures {
  private static final String STATUS = "status_code";
  private static final Set<Object> CREDENTIALS = Set.of(401, 403);

  private RemoteFailures() {}

  static AsapException of(RemoteAgent agent, LiveTask call, Throwable failure) {
    if (failure instanceof UnusableUrlException) {
      return unusable(agent);
    } else if (failure instanceof AsapClientException known) {
      return told(agent.urn(), known.error());
    } else if (failure instanceof AsapException known) {
      return known;
    }
    return failure instanceof TimeoutException
        ? SendFailures.timeout(agent.urn(), call.limitMillis())
        : unreachable(agent, String.valueOf(failure.getMessage()), "unexpected");
  }

  private static AsapException unusable(RemoteAgent agent) {
    return unreachable(
        agent,
        "its URL leads to no address that is allowed; outbound.allowAddresses allows some that are"
            + " not public, and the log of this platform says which it was",
        "unusable");
  }

  private static AsapException unreachable(RemoteAgent agent, String reason, String cause) {
    return AsapException.of(
        ErrorCode.CONNECTION_ERROR,
        agent.urn() + " cannot be reached: " + reason,
        new JsonObject().put("url", agent.url()).put("cause", cause));
  }

  /** A status of HTTP is between that platform and ours; our caller would take it for ours. */
  private static AsapException told(AgentUrn agent, RpcError error) {
    if (error.data() == null || !error.data().containsKey(STATUS)) {
      return new AsapException(error);
    }
    Object status = error.data().getValue(STATUS);
    if (CREDENTIALS.contains(status)) {
      return AsapException.of(
          ErrorCode.REMOTE_ERROR,
          agent
              + " does not take the token that discovery.remoteAgents names for it, or misses one",
          new JsonObject().put("agent", agent.value()).put("peer_status", status));
    }
    JsonObject data = error.data().copy();
    data.remove(STATUS);
    return new AsapException(
        new RpcError(error.code(), error.message(), data.put("peer_status", status)));
  }

  /** The error that a task's last event carries. */
  static Optional<AsapException> toldBy(TaskResponse last) {
    return last.status() == TaskStatus.FAILED
            && last.result() != null
            && last.result().getValue("error") instanceof JsonObject error
            && error.getValue("code") instanceof Integer
        ? Optional.of(new AsapException(RpcError.fromJson(error)))
        : Optional.empty();
  }

  static AsapException asksForInput(AgentUrn agent) {
    return AsapException.of(
        ErrorCode.REMOTE_ERROR,
        agent + " asks for input, which nobody here can give; the task was cancelled");
  }

  static AsapException noEnd(AgentUrn agent) {
    return AsapException.of(
        ErrorCode.REMOTE_ERROR, "The events of the task of " + agent + " ended before the task");
  }

  static AsapException cancelled(AgentUrn agent) {
    return AsapException.of(
        ErrorCode.REMOTE_ERROR, "The task of " + agent + " was cancelled before it was sent");
  }

  /** Whether the task may run on over there, though nobody waits for it any more. */
  static boolean mayRunStill(Throwable failure) {
    return failure instanceof TimeoutException
        || failure instanceof AsapClientException known && known.fate() == Fate.UNKNOWN;
  }
}
