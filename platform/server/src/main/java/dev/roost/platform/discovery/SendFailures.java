package dev.roost.platform.discovery;

import dev.roost.platform.cluster.NodeDesk;
import dev.roost.platform.cluster.NodeGoneException;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;

/** What a caller is told when a task did not reach its agent or was not answered well. */
final class SendFailures {
  /** A name that is not known is answered with some that are, not with all of a large cluster. */
  static final int KNOWN_AGENTS = 20;

  private SendFailures() {}

  static AsapException unknown(AgentUrn agent, Collection<AgentRoute> known) {
    JsonArray names = new JsonArray();
    known.stream().limit(KNOWN_AGENTS).forEach(route -> names.add(route.urn().value()));
    return AsapException.of(
        ErrorCode.HANDLER_NOT_FOUND,
        "No agent " + agent + " is known here",
        new JsonObject().put("agent", agent.value()).put("known_agents", names));
  }

  static AsapException timeout(AgentUrn agent, long millis) {
    double seconds = millis / 1000.0;
    return AsapException.of(
        ErrorCode.TIMEOUT,
        agent + " did not answer within " + seconds + " seconds",
        new JsonObject().put("timeout_seconds", seconds));
  }

  static boolean neverDelivered(Throwable failure) {
    return failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }

  static AsapException of(AgentRoute route, long timeoutMillis, Throwable failure) {
    if (!(failure instanceof ReplyException reply)) {
      return unreachable(route, String.valueOf(failure.getMessage()));
    }
    return switch (reply.failureType()) {
      case RECIPIENT_FAILURE -> new AsapException(NodeDesk.answered(reply));
      case TIMEOUT -> timeout(route.urn(), timeoutMillis);
      case NO_HANDLERS -> unreachable(route, "no instance is listening");
      case ERROR -> unreachable(route, String.valueOf(reply.getMessage()));
    };
  }

  /** Its node is gone; what it did is not known. */
  static AsapException gone(AgentUrn agent, NodeGoneException failure) {
    return AsapException.of(
        ErrorCode.CONNECTION_ERROR,
        agent + " was on a node that is gone",
        new JsonObject().put("url", agent.value()).put("cause", failure.getMessage()));
  }

  static AsapException notAnEnvelope(AgentRoute route) {
    return AsapException.of(
        ErrorCode.REMOTE_ERROR,
        route.urn() + " did not answer with an envelope",
        new JsonObject().put("agent", route.urn().value()));
  }

  private static AsapException unreachable(AgentRoute route, String cause) {
    return AsapException.of(
        ErrorCode.CONNECTION_ERROR,
        route.urn() + " cannot be reached: " + cause,
        new JsonObject().put("url", route.urn().value()).put("cause", cause));
  }
}
