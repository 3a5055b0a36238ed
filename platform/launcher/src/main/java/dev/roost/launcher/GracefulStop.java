package dev.roost.launcher;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.roost.platform.ledger.Ledger;
import dev.roost.platform.task.LiveTasks;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Stops a node: the door closes first, the tasks that run have most of the time to end, those that
 * do not are ended with an error that their callers and the readers of their streams still get, and
 * then everything else goes. Each step has a deadline by the JDK's clock: a {@code stop()} that
 * never completes would keep Vert.x from closing for ever, and its own timers are about to end.
 */
final class GracefulStop {
  /** How long Vert.x may take to close once its verticles are gone. */
  static final long CLOSE_MILLIS = 2_000;

  /** Of the time for the whole stop, the share in which what was cut short is told and written. */
  private static final double LAST_WORDS = 0.1;

  private final Node node;
  private final Verticles verticles;
  private final LiveTasks tasks;
  private final Supplier<Future<Void>> departing;
  private final Ledger ledger;
  private final NodeState state;
  private final long limitMillis;

  GracefulStop(
      Node node,
      Verticles verticles,
      LiveTasks tasks,
      Supplier<Future<Void>> departing,
      Ledger ledger,
      NodeState state,
      Duration limit) {
    this.node = node;
    this.verticles = verticles;
    this.tasks = tasks;
    this.departing = departing;
    this.ledger = ledger;
    this.state = state;
    this.limitMillis = Math.max(1, limit.toMillis());
  }

  /** Completes in any case. */
  CompletableFuture<Void> run() {
    long grace = (long) (limitMillis * (1 - LAST_WORDS));
    CompletableFuture<Void> quiet =
        CompletableFuture.allOf(
            stage(verticles.undeploy("websocket")),
            stage(verticles.undeploy("http")),
            stage(tasks.drained()),
            stage(departing.get()));
    CompletableFuture.delayedExecutor(grace, MILLISECONDS).execute(tasks::endAll);
    return within(quiet.thenCompose(done -> stage(verticles.undeploy())), limitMillis)
        .thenCompose(done -> within(ledger.close(), CLOSE_MILLIS))
        .thenCompose(done -> within(state.close(), CLOSE_MILLIS))
        .thenCompose(done -> node.close());
  }

  static CompletableFuture<Void> stage(Future<Void> step) {
    return step.toCompletionStage().toCompletableFuture();
  }

  static CompletableFuture<Void> within(CompletableFuture<Void> step, long limitMillis) {
    return step.completeOnTimeout(null, limitMillis, MILLISECONDS).exceptionally(failure -> null);
  }
}
