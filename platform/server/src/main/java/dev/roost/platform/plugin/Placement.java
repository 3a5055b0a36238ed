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
 * other; so an instance is offered until the right one comes. One instance is seated after the
 * other: of two that are offered in turn, each could see every other loop only, for ever.
 */
final class Placement {
  /** A loop that has not answered by then is busy with something else, perhaps for ever. */
  private static final long OFFER_MILLIS = 500;

  private final Vertx vertx;
  private final int attempts;
  private Future<Void> lastSeated = Future.succeededFuture();

  Placement(Vertx vertx, int loops) {
    this.vertx = vertx;
    this.attempts = 4 * loops + 4;
  }

  /** Deploys {@code agent} on a thread that {@code admits}, within {@code millis}. */
  synchronized Future<Placed> deploy(
      Deployable agent, DeploymentOptions options, Predicate<Thread> admits, long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    Promise<Void> seated = Promise.promise();
    Guest guest = new Guest(agent, options, admits, deadline, vertx.getOrCreateContext(), seated);
    Future<Placed> placed =
        lastSeated
            .compose(free -> offerAgain(guest, attempts))
            .onComplete(done -> seated.tryComplete());
    lastSeated = seated.future();
    return placed;
  }

  /**
   * The next try starts from where the first did: on the thread of the seat that refused, the
   * instance would become a child of a deployment that is coming to nothing.
   */
  private Future<Placed> offerAgain(Guest guest, int left) {
    Promise<Placed> placed = Promise.promise();
    guest.origin().runOnContext(run -> offer(guest, left).onComplete(placed));
    return placed.future();
  }

  private Future<Placed> offer(Guest guest, int left) {
    long remaining = (guest.deadline() - System.nanoTime()) / 1_000_000;
    if (left == 0 || remaining <= 0) {
      return Future.failedFuture(new PluginException("no event loop took the agent in time"));
    }
    Seat seat = new Seat(guest.agent(), guest.admits());
    Future<String> deployed = deployVerticle(seat, guest.options());
    Deadlines.after(Math.min(OFFER_MILLIS, remaining), seat::abandon);
    return seat.admission()
        .compose(
            admission -> {
              if (admission == Admission.ADMITTED) {
                guest.seated().tryComplete();
                return started(seat, deployed, remaining);
              }
              deployed.onSuccess(vertx::undeploy);
              return offerAgain(guest, left - 1);
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

  /**
   * An instance that wants a thread.
   *
   * @param agent the instance
   * @param options how it is deployed
   * @param admits the threads that it may have
   * @param deadline when it is too late, in the time of {@link System#nanoTime}
   * @param origin where tries start
   * @param seated completes when its thread is found, or none will be
   */
  private record Guest(
      Deployable agent,
      DeploymentOptions options,
      Predicate<Thread> admits,
      long deadline,
      Context origin,
      Promise<Void> seated) {}
}
