package dev.roost.platform.discovery;

import static java.util.Objects.requireNonNull;

import dev.roost.agent.Assignment;
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
  private volatile DeliveryOptions localOptions = new DeliveryOptions().setLocalOnly(true);
  private volatile DeliveryOptions remoteOptions = new DeliveryOptions();

  /** On the event bus of {@code vertx}, by the snapshots of {@code directory}. */
  public AgentRouter(Vertx vertx, AgentDirectory directory) {
    this.bus = requireNonNull(vertx, "vertx").eventBus();
    this.directory = requireNonNull(directory, "directory");
  }

  /**
   * Sends a task to an agent, on this node or another.
   *
   * @return the answer, or an {@link dev.roost.protocol.AsapException}
   */
  public Future<Envelope> send(AgentUrn agent, Assignment assignment) {
    return attempt(agent, assignment, false, true);
  }

  /** The same, if the agent is on this node; what came from another node goes no further. */
  Future<Envelope> sendLocally(AgentUrn agent, Assignment assignment) {
    return attempt(agent, assignment, true, true);
  }

  private Future<Envelope> attempt(
      AgentUrn agent, Assignment assignment, boolean here, boolean mayRetry) {
    long millis = assignment.deadlineMillis() - System.currentTimeMillis();
    if (millis <= 0) {
      return Future.failedFuture(SendFailures.timeout(agent, 0));
    }
    AgentRoute route = enter(agent, here);
    if (route == null) {
      return Future.failedFuture(SendFailures.unknown(agent, directory.agents()));
    }
    return request(route, assignment, millis)
        .transform(
            (message, failure) -> {
              route.exit();
              if (failure == null) {
                return answer(route, message.body());
              }
              if (mayRetry && SendFailures.neverDelivered(failure)) {
                return attempt(agent, assignment, here, false);
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

  private Future<Message<Object>> request(AgentRoute route, Assignment assignment, long millis) {
    try {
      return bus.request(route.address(), assignment, options(route.isLocal(), millis));
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
  private DeliveryOptions options(boolean local, long millis) {
    long timeout = (millis / TIMEOUT_STEP_MILLIS + 1) * TIMEOUT_STEP_MILLIS;
    DeliveryOptions last = local ? localOptions : remoteOptions;
    if (last.getSendTimeout() == timeout) {
      return last;
    }
    DeliveryOptions fresh = new DeliveryOptions().setLocalOnly(local).setSendTimeout(timeout);
    if (local) {
      localOptions = fresh;
    } else {
      remoteOptions = fresh;
    }
    return fresh;
  }
}
