package dev.roost.platform.discovery;

import dev.roost.agent.TaskHandle;
import dev.roost.client.AsapClient;
import dev.roost.client.CallOptions;
import dev.roost.platform.task.LiveTask;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Payload;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A live call whose agent is elsewhere: sends the request, waits for the end of the task there, and
 * passes a cancellation on. The task has an id of this node here and one of the other's there.
 */
final class RemoteCall implements TaskHandle {
  private final LiveTask call;
  private final AsapClient client;
  private final Context context;
  private final Supplier<Future<?>> admission;
  private final RemoteCancellation cancellation;
  private final Promise<Envelope> answer = Promise.promise();

  /**
   * @param context where everything happens
   * @param admission completes there when something may be sent
   */
  RemoteCall(LiveTask call, AsapClient client, Context context, Supplier<Future<?>> admission) {
    this.call = call;
    this.client = client;
    this.context = context;
    this.admission = admission;
    this.cancellation = new RemoteCancellation(call, client, answer.future());
  }

  /** Sends it; answers the end of the task, or fails with what the client says. */
  Future<Envelope> begin() {
    long millis = millisLeft();
    if (millis <= 0) {
      return Future.failedFuture(SendFailures.timeout(call.agent(), 0));
    }
    context.runOnContext(turn -> admission.get().onComplete(ok -> send(), answer::tryFail));
    return Deadlines.within(millis, answer.future(), "no answer in time")
        .onFailure(this::cancelIfItMayRun);
  }

  private void cancelIfItMayRun(Throwable failure) {
    if (RemoteFailures.mayRunStill(failure)) {
      cancel();
    }
  }

  private long millisLeft() {
    return call.assignment().deadlineMillis() - System.currentTimeMillis();
  }

  private void send() {
    if (cancellation.isAsked()) {
      answer.tryFail(RemoteFailures.cancelled(call.agent()));
      return;
    }
    long millis = Math.max(1, millisLeft());
    Duration left = Duration.ofMillis(millis);
    client
        .send(
            RemoteRequest.of(call, millis), CallOptions.DEFAULTS.withTimeout(left).withLimit(left))
        .compose(heard -> heard(heard.payload()))
        .map(payload -> call.request().reply(call.agent(), payload))
        .onComplete(answer::tryComplete, answer::tryFail);
  }

  /** A task that goes on is followed; what it ends with is named after the task here. */
  private Future<Payload> heard(Payload payload) {
    if (!(payload instanceof TaskResponse response)) {
      return Future.succeededFuture(payload);
    } else if (response.status().isTerminal()) {
      return ended(response);
    }
    cancellation.names(response.taskId());
    return end(response).onFailure(failure -> cancellation.ask()).compose(this::ended);
  }

  private Future<TaskResponse> end(TaskResponse response) {
    return response.status() == TaskStatus.INPUT_REQUIRED
        ? Future.failedFuture(RemoteFailures.asksForInput(call.agent()))
        : client
            .follow(response.taskId())
            .compose(events -> new RemoteFollowing(events, call.agent()).end());
  }

  private Future<Payload> ended(TaskResponse response) {
    Optional<AsapException> error = RemoteFailures.toldBy(response);
    return error.isPresent()
        ? Future.failedFuture(error.get())
        : Future.succeededFuture(
            new TaskResponse(
                call.id(),
                response.status(),
                response.result(),
                response.finalState(),
                response.metrics()));
  }

  @Override
  public void cancel() {
    context.runOnContext(turn -> cancellation.ask());
  }

  /** No message comes here: a remote task that asks for something has ended for its caller. */
  @Override
  public void deliver(Envelope message) {}

  /** Cancels it, since nobody will be there for its answer; completes when it is known there. */
  Future<Void> giveUp() {
    cancel();
    return cancellation.heard();
  }
}
