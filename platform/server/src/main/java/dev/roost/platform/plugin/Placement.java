package dev.roost.platform.plugin;

import dev.roost.platform.discovery.Deadlines;
import dev.roost.platform.plugin.Seat.Admission;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Predicate;

/**
 * Deploys instances on the threads that they may have. Vert.x chooses the event loop, one after the
 * other; so an instance is offered until the right one comes.
 */
final class Placement {
  /** A loop that has not answered by then is busy with something else, perhaps for ever. */
  private static final long OFFER_MILLIS = 500;

  private final Vertx vertx;
  private final int attempts;

  Placement(Vertx vertx, int loops) {
    this.vertx = vertx;
    this.attempts = 4 * loops + 4;
  }

  /** Deploys {@code agent} on a thread that {@code admits}, within {@code millis}. */
  Future<Placed> deploy(
      Deployable agent, DeploymentOptions options, Predicate<Thread> admits, long millis) {
    Context origin = vertx.getOrCreateContext();
    return offer(origin, agent, options, admits, System.nanoTime() + millis * 1_000_000, attempts);
  }

  /**
   * The next try starts from where the first did: on the thread of the seat that refused, the
   * instance would become a child of a deployment that is coming to nothing.
   */
  private Future<Placed> offerAgain(
      Context origin,
      Deployable agent,
      DeploymentOptions options,
      Predicate<Thread> admits,
      long deadline,
      int left) {
    Promise<Placed> placed = Promise.promise();
    origin.runOnContext(
        run -> offer(origin, agent, options, admits, deadline, left).onComplete(placed));
    return placed.future();
  }

  private Future<Placed> offer(
      Context origin,
      Deployable agent,
      DeploymentOptions options,
      Predicate<Thread> admits,
      long deadline,
      int left) {
    long remaining = (deadline - System.nanoTime()) / 1_000_000;
    if (left == 0 || remaining <= 0) {
      return Future.failedFuture(new PluginException("no event loop took the agent in time"));
    }
    Seat seat = new Seat(agent, admits);
    Future<String> deployed = deployVerticle(seat, options);
    Deadlines.after(Math.min(OFFER_MILLIS, remaining), seat::abandon);
    return seat.admission()
        .compose(
            admission -> {
              if (admission == Admission.ADMITTED) {
                return started(seat, deployed, remaining);
              }
              deployed.onSuccess(vertx::undeploy);
              return offerAgain(origin, agent, options, admits, deadline, left - 1);
            });
  }

  private Future<String> deployVerticle(Seat seat, DeploymentOptions options) {
    try {
      return vertx.deployVerticle(seat, options);
    } catch (RuntimeException e) {
      seat.abandon();
      return Future.failedFuture(e);
    }
  }

  private Future<Placed> started(Seat seat, Future<String> deployed, long millis) {
    Promise<Placed> outcome = Promise.promise();
    String late = "did not start within " + millis / 1000.0 + " seconds";
    Deadlines.within(millis, seat.started().compose(up -> deployed), late)
        .onSuccess(id -> outcome.tryComplete(new Placed(id, seat.thread())))
        .onFailure(
            failure -> {
              seat.expire(late);
              deployed.onSuccess(vertx::undeploy);
              outcome.tryFail(failure);
            });
    return outcome.future();
  }
}
