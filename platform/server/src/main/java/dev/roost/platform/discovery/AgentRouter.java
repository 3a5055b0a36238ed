package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import dev.roost.agent.Assignment;
import dev.roost.platform.cluster.NodeCalls;
import dev.roost.platform.cluster.NodeGoneException;
import dev.roost.platform.task.LiveTask;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import org.jspecify.annotations.Nullable;

/**
 * Sends tasks to agents: one look into the directory's snapshot, one request over the event bus.
 * Every request takes this way, so nothing here is done twice or kept for later.
 */
public final class AgentRouter {
  /** Timeouts are rounded up to this, so that requests with the same time limit share options. */
  private static final long TIMEOUT_STEP_MILLIS = 100;

  private final EventBus bus;
  private final AgentDirectory directory;
  private final NodeCalls nodes;
  private volatile DeliveryOptions localOptions = new DeliveryOptions().setLocalOnly(true);

  /**
   * On the event bus of {@code vertx}, by the snapshots of {@code directory}.
   *
   * @param nodes the way to agents of other nodes
   */
  AgentRouter(Vertx vertx, AgentDirectory directory, NodeCalls nodes) {
    this.bus = requireNonNull(vertx, "vertx").eventBus();
    this.directory = requireNonNull(directory, "directory");
    this.nodes = requireNonNull(nodes, "nodes");
  }

  /**
   * Sends a call of this node to an agent, on this node or another.
   *
   * @return the answer, an {@link dev.roost.protocol.AsapException}, or a {@link NodeGoneException}
   *     if nobody knows what became of it
   */
  public Future<Envelope> send(AgentUrn agent, LiveTask call) {
    return attempt(agent, call.assignment(), call, true);
  }

  /** The same, if the agent is on this node; what came from another node goes no further. */
  public Future<Envelope> sendLocally(AgentUrn agent, Assignment assignment) {
    return attempt(agent, assignment, null, true);
  }

  private Future<Envelope> attempt(
      AgentUrn agent, Assignment assignment, @Nullable LiveTask call, boolean mayRetry) {
    long millis = assignment.deadlineMillis() - System.currentTimeMillis();
    if (millis <= 0) {
      return Future.failedFuture(SendFailures.timeout(agent, 0));
    }
    AgentRoute route = enter(agent, call == null);
    if (route == null) {
      return Future.failedFuture(SendFailures.unknown(agent, directory.agents()));
    }
    return request(route, assignment, call, millis)
        .transform(
            (message, failure) -> {
              route.exit();
              if (failure == null) {
                return answer(route, message.body());
              }
              if (mayRetry && SendFailures.neverDelivered(failure)) {
                return attempt(agent, assignment, call, false);
              }
              if (failure instanceof NodeGoneException) {
                return Future.failedFuture(failure);
              }
              return Future.failedFuture(SendFailures.of(route, millis, failure));
            });
  }

  /**
   * A route that was retired meanwhile is already out of the snapshot: the next look finds another.
   */
  private @Nullable AgentRoute enter(AgentUrn agent, boolean here) {
    AgentRoute route = directory.route(agent);
    while (route != null && !route.enter()) {
      route = directory.route(agent);
    }
    if (route != null && here && !route.isLocal()) {
      route.exit();
      return null;
    }
    return route;
  }

  private Future<Message<Object>> request(
      AgentRoute route, Assignment assignment, @Nullable LiveTask call, long millis) {
    try {
      return route.isLocal() || call == null
          ? bus.request(route.address(), assignment, localOptions(millis))
          : nodes.request(
              route.node(),
              route.address(),
              assignment,
              RemoteTrip.options(rounded(millis), directory.node(), call));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static Future<Envelope> answer(AgentRoute route, @Nullable Object body) {
    return body instanceof Envelope envelope
        ? Future.succeededFuture(envelope)
        : Future.failedFuture(SendFailures.notAnEnvelope(route));
  }

  /** The bus only reads the options, so requests may share them. */
  private DeliveryOptions localOptions(long millis) {
    long timeout = rounded(millis);
    DeliveryOptions last = localOptions;
    if (last.getSendTimeout() == timeout) {
      return last;
    }
    DeliveryOptions fresh = new DeliveryOptions().setLocalOnly(true).setSendTimeout(timeout);
    localOptions = fresh;
    return fresh;
  }

  private static long rounded(long millis) {
    return (millis / TIMEOUT_STEP_MILLIS + 1) * TIMEOUT_STEP_MILLIS;
  }
}
