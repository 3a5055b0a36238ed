package dev.roost.platform.gateway;

import dev.roost.platform.discovery.AgentCalls;
import dev.roost.platform.discovery.AgentRouter;
import dev.roost.platform.task.IdempotentCalls;
import dev.roost.platform.task.IdempotentCalls.Found;
import dev.roost.platform.task.LiveTask;
import dev.roost.platform.task.LiveTasks;
import dev.roost.platform.task.TaskSettings;
import dev.roost.platform.task.TaskViews;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.Payload;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskStatus;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Outcome;
import dev.roost.spi.StateBackend;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * Takes messages that have passed all checks: each becomes a live call, unless it is the same as
 * one before. A task request goes to its agent, a message about a task to {@link TaskMessages}.
 */
public final class TaskDesk {
  private final LiveTasks tasks;
  private final IdempotentCalls repeats;
  private final AgentCalls agents;
  private final TaskViews views;
  private final TaskMessages messages;
  private final long answerMillis;

  /**
   * @param agents how agents are called
   * @param router the way to them
   * @param backend where tasks go when they have ended
   */
  public TaskDesk(
      TaskSettings settings,
      LiveTasks tasks,
      AgentCalls agents,
      AgentRouter router,
      StateBackend backend) {
    this.tasks = tasks;
    this.repeats = new IdempotentCalls(backend.idempotency(), tasks);
    this.agents = agents;
    this.views = new TaskViews(tasks, backend, settings);
    this.answerMillis = settings.answer().toMillis();
    this.messages = new TaskMessages(tasks, views, router, backend.snapshots(), answerMillis);
  }

  /** The tasks as their owners see them. */
  TaskViews views() {
    return views;
  }

  /** Answers a message. */
  Future<Envelope> answer(Question question) {
    return take(question).compose(found -> answer(question, found));
  }

  private Future<Found> take(Question question) {
    LiveTask call =
        tasks.accept(question.envelope(), question.agent(), question.owner(), Long.MAX_VALUE);
    return repeats.take(question.key(), call);
  }

  private Future<Envelope> answer(Question question, Found found) {
    if (found instanceof Found.First first) {
      Future<Envelope> answer = answerOf(first.call(), question);
      begin(first.call(), question);
      return answer;
    } else if (found instanceof Found.Running running) {
      return answerOf(running.call(), question);
    }
    return Future.succeededFuture(((Found.Ended) found).outcome().answerTo(question.envelope()));
  }

  /** Only a task is worth an answer before it has one; it can be followed. */
  private Future<Envelope> answerOf(LiveTask call, Question question) {
    long latest = call.isTask() ? System.currentTimeMillis() + answerMillis : Long.MAX_VALUE;
    return call.whenIn(AgentCalls::isSettled, latest)
        .map(settled -> call.answerTo(question.envelope()));
  }

  private void begin(LiveTask call, Question question) {
    if (messages.areFor(question.envelope().payload())) {
      messages
          .answer(call, question)
          .onComplete(done -> tasks.end(call, outcome(done.result(), done.cause())));
    } else {
      agents.begin(call);
    }
  }

  private static Outcome outcome(Envelope answer, Throwable failure) {
    if (failure == null) {
      return new Outcome.Answered(answer);
    }
    return new Outcome.Refused(
        failure instanceof AsapException expected ? expected.error() : RpcError.internalError());
  }

  /**
   * Answers a task request in chunks.
   *
   * @param context where the chunks are read
   * @return fails if the task did not begin
   */
  Future<EnvelopeStream> stream(Question question, Context context) {
    Payload payload = question.envelope().payload();
    if (!(payload instanceof TaskRequest)) {
      return Future.failedFuture(notStreamed(question.envelope()));
    }
    return take(question).compose(found -> stream(question, found, context));
  }

  private Future<EnvelopeStream> stream(Question question, Found found, Context context) {
    if (found instanceof Found.First first) {
      Future<EnvelopeStream> stream = streamOf(first.call(), context, 0);
      agents.begin(first.call());
      return stream;
    } else if (found instanceof Found.Running running) {
      return streamOf(running.call(), context, question.from());
    }
    Found.Ended ended = (Found.Ended) found;
    return views.streamEnded(context, ended.taskId(), question.from(), question.owner());
  }

  /**
   * The reader is there before the agent begins, so it holds the agent back from the first chunk. A
   * task that was refused before it began is an error, not a stream.
   */
  private Future<EnvelopeStream> streamOf(LiveTask call, Context context, long after) {
    EnvelopeStream chunks = views.stream(context, call, after);
    return call.whenIn(status -> status != TaskStatus.SUBMITTED, Long.MAX_VALUE)
        .map(
            begun -> {
              if (!call.hasBegun()) {
                call.answerTo(call.request());
              }
              call.nowKnown();
              return chunks;
            })
        .onFailure(refused -> chunks.close());
  }

  private static AsapException notStreamed(Envelope envelope) {
    return new AsapException(
        RpcError.of(
                ErrorCode.HANDLER_NOT_FOUND,
                "No streaming handler registered for payload type: " + envelope.payloadType(),
                new JsonObject().put("payload_type", envelope.payloadType()))
            .withReason("No streaming handler registered for payload type"));
  }
}
