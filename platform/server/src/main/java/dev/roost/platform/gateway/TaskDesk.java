package dev.roost.platform.gateway;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.cluster.NodeDesk;
import dev.roost.platform.discovery.AgentCalls;
import dev.roost.platform.discovery.AgentRouter;
import dev.roost.platform.task.Durability;
import dev.roost.platform.task.DurableTasks;
import dev.roost.platform.task.FarDesk;
import dev.roost.platform.task.FarTasks;
import dev.roost.platform.task.IdempotentCalls;
import dev.roost.platform.task.IdempotentCalls.Found;
import dev.roost.platform.task.LiveTask;
import dev.roost.platform.task.LiveTasks;
import dev.roost.platform.task.TaskSettings;
import dev.roost.platform.task.TaskViews;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.Payload;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.json.Codec;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Outcome;
import dev.roost.spi.StateBackend;
import dev.roost.spi.TaskRecord;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages that have passed all checks: each becomes a live call, unless it is the same as
 * one before. A task request goes to its agent, a message about a task to {@link TaskMessages}.
 */
public final class TaskDesk {
  private final LiveTasks tasks;
  private final IdempotentCalls repeats;
  private final DurableTasks durable;
  private final AgentCalls agents;
  private final TaskViews views;
  private final TaskMessages messages;
  private volatile @Nullable FarTasks far;
  private final long answerMillis;

  /**
   * @param agents how agents are called
   * @param router the way to them
   * @param backend where tasks go when they have ended
   * @param durable those that are there before they begin
   */
  public TaskDesk(
      TaskSettings settings,
      LiveTasks tasks,
      AgentCalls agents,
      AgentRouter router,
      StateBackend backend,
      DurableTasks durable) {
    this.tasks = tasks;
    this.repeats = new IdempotentCalls(backend.idempotency(), tasks);
    this.durable = durable;
    this.agents = agents;
    this.views = new TaskViews(tasks, backend, durable.away(), settings);
    this.answerMillis = settings.answer().toMillis();
    this.messages = new TaskMessages(tasks, views, router, backend.snapshots(), answerMillis);
  }

  /** Tasks of other nodes are answered for, too, and those of this node to the others. */
  public TaskDesk join(NodeDesk desk, TaskSettings settings) {
    FarTasks known = new FarTasks(desk, settings);
    far = known;
    views.far(known);
    repeats.far(known);
    messages.far(known);
    new FarDesk(desk, views, settings, task -> AgentCalls.isSettled(task.status()));
    desk.on(FarTasks.MESSAGE, this::message);
    return this;
  }

  /** A message of another node about a task of this one. */
  private Future<JsonObject> message(JsonObject body) {
    Envelope message = Codec.ENVELOPE.read(Buffer.buffer(body.getString("envelope")));
    String owner = body.getString("owner");
    LiveTask call = tasks.accept(message, message.recipient(), owner, Long.MAX_VALUE);
    Future<Envelope> answer = messages.answerHere(call, message, owner, Optional.empty());
    answer.onComplete(done -> tasks.end(call, outcome(done.result(), done.cause())));
    return answer.map(FarDesk::json);
  }

  /** The tasks as their owners see them. */
  TaskViews views() {
    return views;
  }

  /** Whether the task of a message is to outlive this process. */
  Durability durability(Envelope envelope, AgentUrn agent, boolean watched) {
    return durable.of(envelope, agent, watched);
  }

  /** Answers a message. */
  Future<Envelope> answer(Question question) {
    Future<Envelope> answer = take(question).compose(found -> answer(question, found));
    return question.durability() == Durability.NOT_ASKED
        ? answer
        : answer.map(envelope -> marked(envelope, question.isDurable()));
  }

  /** Who asked for a durable task is told whether it was one. */
  private static Envelope marked(Envelope answer, boolean durable) {
    JsonObject extensions = answer.extensions();
    JsonObject marked = extensions == null ? new JsonObject() : extensions.copy();
    return answer.withExtensions(marked.put("durable", durable));
  }

  private Future<Found> take(Question question) {
    LiveTask call =
        tasks.accept(question.envelope(), question.agent(), question.owner(), Long.MAX_VALUE);
    question.watch().ifPresent(watch -> tasks.watch(call, watch));
    return question.isDurable()
        ? durable.take(question.key(), call).onSuccess(found -> question.accepted().run())
        : repeats.take(question.key(), call);
  }

  private Future<Envelope> answer(Question question, Found found) {
    if (found instanceof Found.First first) {
      Future<Envelope> answer = answerOf(first.call(), question);
      begin(first.call(), question);
      return answer;
    } else if (found instanceof Found.Running running) {
      return answerOf(running.call(), question);
    } else if (found instanceof Found.Away away) {
      return answerOf(away, question);
    }
    return Future.succeededFuture(((Found.Ended) found).outcome().answerTo(question.envelope()));
  }

  /** Nobody works on it here; it comes, or its end, or what is known of it. */
  private Future<Envelope> answerOf(Found.Away away, Question question) {
    long latest = System.currentTimeMillis() + answerMillis; // a node that is gone may say nothing
    return views
        .far(away.taskId(), question.owner())
        .otherwise(Optional.empty())
        .compose(
            found ->
                found.isPresent()
                    ? requireNonNull(far, "far")
                        .answer(found.get(), question.envelope(), question.owner())
                    : awaited(away, question, latest));
  }

  private Future<Envelope> awaited(Found.Away away, Question question, long latest) {
    return whenHere(away, latest, call -> answerOf(call, question), () -> lookAt(away, question));
  }

  private <T> Future<T> whenHere(
      Found.Away away,
      long latest,
      Function<LiveTask, Future<T>> here,
      Supplier<Future<T>> elsewhere) {
    return durable.away().then(away.taskId(), latest, here, elsewhere);
  }

  private Future<Envelope> lookAt(Found.Away away, Question question) {
    return views
        .lookNear(away.taskId(), question.owner())
        .recover(failure -> Future.failedFuture(views.elsewhere(failure)))
        .map(
            record ->
                record
                    .outcome()
                    .map(outcome -> outcome.answerTo(question.envelope()))
                    .orElseGet(() -> stateOf(record, question)));
  }

  private static Envelope stateOf(TaskRecord record, Question question) {
    TaskResponse state =
        new TaskResponse(record.task().id(), record.task().status(), null, null, null);
    return question.envelope().reply(record.agent(), state);
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
    } else if (found instanceof Found.Away away) {
      return views
          .far(away.taskId(), question.owner())
          .otherwise(Optional.empty())
          .compose(there -> streamAway(away, question, context, there));
    }
    return streamEnded(((Found.Ended) found).taskId(), question, context);
  }

  private Future<EnvelopeStream> streamAway(
      Found.Away away, Question question, Context context, Optional<FarTasks.Found> there) {
    return there.isPresent()
        ? Future.succeededFuture(
            requireNonNull(far, "far")
                .follow(context, there.get(), question.from(), question.owner(), true))
        : whenHere(
            away,
            System.currentTimeMillis() + answerMillis,
            call -> streamOf(call, context, question.from()),
            () -> streamEnded(away.taskId(), question, context));
  }

  private Future<EnvelopeStream> streamEnded(String taskId, Question question, Context context) {
    return views.streamEnded(context, taskId, question.from(), question.owner());
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
