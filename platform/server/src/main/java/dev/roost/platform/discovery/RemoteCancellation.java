package dev.roost.platform.discovery;

import dev.roost.client.AsapClient;
import dev.roost.client.AsapClientException;
import dev.roost.client.CallOptions;
import dev.roost.platform.task.LiveTask;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.TaskCancel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks another platform to stop a task. It can overtake the request that begins the task, so it is
 * asked again until the task is known there. Used on the context of the call.
 */
final class RemoteCancellation {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteCancellation.class);
  private static final int TRIES = 6;
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final CallOptions OPTIONS =
      CallOptions.DEFAULTS.withTimeout(PATIENCE).withLimit(PATIENCE);

  private final LiveTask call;
  private final AsapClient client;
  private final Future<?> answer;
  private final Promise<Void> heard = Promise.promise();
  private String taskId;
  private boolean asked;

  /**
   * @param answer completes when there is nothing left to cancel
   */
  RemoteCancellation(LiveTask call, AsapClient client, Future<?> answer) {
    this.call = call;
    this.client = client;
    this.answer = answer;
    this.taskId = call.request().id(); // by which platforms of our kind know the task, too
  }

  /** Notes what the task is called there; one that was to be cancelled before is cancelled now. */
  void names(String name) {
    taskId = name;
    if (asked) {
      ask(1);
    }
  }

  boolean isAsked() {
    return asked;
  }

  /** Asks, once. */
  void ask() {
    if (!asked) {
      asked = true;
      ask(1);
    }
  }

  /** Completes when the other side has heard of it, or cannot be told. */
  Future<Void> heard() {
    return heard.future();
  }

  private void ask(int attempt) {
    TaskCancel cancel = new TaskCancel(taskId, "The task that asked for it needs it no more");
    client
        .send(
            Envelope.of(call.request().sender(), call.agent(), cancel)
                .withTraceId(call.request().traceId()),
            OPTIONS)
        .onSuccess(stopped -> heard.tryComplete())
        .onFailure(failure -> failed(attempt, failure));
  }

  private void failed(int attempt, Throwable failure) {
    if (isUnknown(failure) && attempt < TRIES && !answer.isComplete()) {
      Vertx.currentContext()
          .owner()
          .setTimer(FIRST_PAUSE_MILLIS << attempt, pause -> ask(attempt + 1));
      return;
    }
    heard.tryComplete();
    LOG.atDebug()
        .addKeyValue("task", call.id())
        .addKeyValue("agent", call.agent())
        .addKeyValue("reason", failure.getMessage())
        .log("A task elsewhere could not be cancelled");
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof AsapClientException told
        && told.error().code() == ErrorCode.TASK_NOT_FOUND.rpcCode();
  }
}
