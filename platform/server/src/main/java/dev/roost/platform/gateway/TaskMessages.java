package dev.roost.platform.gateway;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.discovery.AgentCalls;
import dev.roost.platform.discovery.AgentRouter;
import dev.roost.platform.task.DurableTasks;
import dev.roost.platform.task.FarTasks;
import dev.roost.platform.task.LiveTask;
import dev.roost.platform.task.LiveTasks;
import dev.roost.platform.task.TaskViews;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.ArtifactNotify;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.MessageSend;
import dev.roost.protocol.Payload;
import dev.roost.protocol.StateQuery;
import dev.roost.protocol.StateRestore;
import dev.roost.protocol.StateSnapshot;
import dev.roost.protocol.TaskCancel;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.spi.Outcome;
import dev.roost.spi.SnapshotStore;
import dev.roost.spi.TaskRecord;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages about tasks: cancellation, input, state, artifacts. The task must be the caller's. What
 * the task's agent does not handle itself the platform does, except that a cancellation and an
 * awaited input always go to the running skill.
 */
final class TaskMessages {
  private static final long CANCEL_SPARE_MILLIS = 1_000;

  private final LiveTasks tasks;
  private final TaskViews views;
  private final AgentRouter router;
  private final SnapshotStore snapshots;
  private final long answerMillis;
  private volatile @Nullable FarTasks far;

  /**
   * @param router the way to the agents
   * @param answerMillis after how long a task that still runs is answered as such
   */
  TaskMessages(
      LiveTasks tasks,
      TaskViews views,
      AgentRouter router,
      SnapshotStore snapshots,
      long answerMillis) {
    this.tasks = tasks;
    this.views = views;
    this.router = router;
    this.snapshots = snapshots;
    this.answerMillis = answerMillis;
  }

  /** Messages about tasks of other nodes go there. */
  void far(FarTasks value) {
    far = value;
  }

  /** Whether a payload is about a task. */
  boolean areFor(Payload payload) {
    return taskId(payload) != null;
  }

  private static @Nullable String taskId(Payload payload) {
    if (payload instanceof TaskCancel cancel) {
      return cancel.taskId();
    } else if (payload instanceof MessageSend message) {
      return message.taskId();
    } else if (payload instanceof StateQuery query) {
      return query.taskId();
    } else if (payload instanceof StateRestore restore) {
      return restore.taskId();
    } else if (payload instanceof ArtifactNotify artifact) {
      return artifact.taskId();
    }
    return null;
  }

  /**
   * Answers a message about a task.
   *
   * @param call the message as a live call
   */
  Future<Envelope> answer(LiveTask call, Question question) {
    String id = String.valueOf(taskId(question.envelope().payload()));
    return views
        .far(id, question.owner())
        .compose(
            found ->
                found.isPresent() && found.get().record().outcome().isEmpty()
                    ? answerThere(found.get(), question)
                    : answerHere(
                        call, question.envelope(), question.owner(), question.addressed()));
  }

  private Future<Envelope> answerThere(FarTasks.Found found, Question question) {
    if (question.addressed().filter(named -> !named.equals(found.record().agent())).isPresent()) {
      return Future.failedFuture(TaskViews.notFound(found.id()));
    }
    return requireNonNull(far, "far").message(found, question.envelope(), question.owner());
  }

  /**
   * Answers a message about a task that lives on this node, or on none.
   *
   * @param addressed the agent that the transport's own address names
   */
  Future<Envelope> answerHere(
      LiveTask call, Envelope message, String owner, Optional<AgentUrn> addressed) {
    String id = String.valueOf(taskId(message.payload()));
    return views
        .look(id, owner)
        .compose(
            record -> {
              if (addressed.filter(named -> !named.equals(record.agent())).isPresent()) {
                return Future.failedFuture(TaskViews.notFound(id));
              }
              return answer(call, message, record);
            });
  }

  private Future<Envelope> answer(LiveTask call, Envelope envelope, TaskRecord record) {
    Optional<LiveTask> live = tasks.find(record.task().id());
    Payload payload = envelope.payload();
    if (payload instanceof TaskCancel) {
      return cancel(live, envelope, record);
    }
    if (payload instanceof MessageSend && record.task().status() == TaskStatus.INPUT_REQUIRED) {
      return deliver(live, envelope, record);
    }
    return router
        .send(record.agent(), call)
        .recover(
            failure ->
                isUnhandled(failure)
                    ? byDefault(live, envelope, record)
                    : Future.failedFuture(failure));
  }

  private static boolean isUnhandled(Throwable failure) {
    return failure instanceof AsapException refusal
        && refusal.error().code() == ErrorCode.HANDLER_NOT_FOUND.rpcCode();
  }

  private Future<Envelope> cancel(Optional<LiveTask> live, Envelope envelope, TaskRecord record) {
    LiveTask task = live.orElseThrow(() -> ended(record));
    tasks.cancel(task);
    long latest = System.currentTimeMillis() + tasks.cancelMillis() + CANCEL_SPARE_MILLIS;
    return task.whenIn(TaskStatus::isTerminal, latest)
        .map(done -> reply(envelope, record, response(record, task.status(), null)));
  }

  /** The answer is the task's next word, as it was to the request. */
  private Future<Envelope> deliver(Optional<LiveTask> live, Envelope envelope, TaskRecord record) {
    LiveTask task = live.orElseThrow(() -> ended(record));
    task.deliver(envelope);
    return task.whenIn(AgentCalls::isSettled, System.currentTimeMillis() + answerMillis)
        .map(settled -> task.answerTo(envelope));
  }

  private Future<Envelope> byDefault(
      Optional<LiveTask> live, Envelope envelope, TaskRecord record) {
    Payload payload = envelope.payload();
    if (payload instanceof StateQuery query) {
      return query(query, record).map(found -> state(envelope, record, found));
    }
    LiveTask task = live.orElseThrow(() -> ended(record));
    if (payload instanceof StateRestore restore) {
      return restore(restore).map(found -> state(envelope, record, Optional.of(found)));
    } else if (payload instanceof ArtifactNotify artifact) {
      task.note(artifact);
      return Future.succeededFuture(reply(envelope, record, response(record, task.status(), null)));
    }
    task.deliver(envelope); // fails: the task does not wait for input
    return Future.succeededFuture(task.answerTo(envelope));
  }

  private Future<Optional<StateSnapshot>> query(StateQuery query, TaskRecord record) {
    Long version = query.version();
    String taskId = record.task().id();
    return version == null
        ? snapshots.latest(taskId)
        : snapshots
            .find(taskId, version)
            .map(found -> Optional.of(found.orElseThrow(() -> noVersion(taskId, version))));
  }

  private Future<StateSnapshot> restore(StateRestore restore) {
    return snapshots
        .find(restore.taskId(), restore.snapshotId())
        .map(found -> found.orElseThrow(() -> noSnapshot(restore)))
        .compose(found -> snapshots.save(restore.taskId(), found.data(), found.checkpoint()));
  }

  private static AsapException noVersion(String taskId, long version) {
    return AsapException.of(
        ErrorCode.TASK_NOT_FOUND,
        "Task " + taskId + " has no state of version " + version,
        new JsonObject().put("task_id", taskId).put("version", version));
  }

  private static AsapException noSnapshot(StateRestore restore) {
    return AsapException.of(
        ErrorCode.TASK_NOT_FOUND,
        "Task " + restore.taskId() + " has no snapshot " + restore.snapshotId(),
        new JsonObject().put("task_id", restore.taskId()).put("snapshot_id", restore.snapshotId()));
  }

  private static AsapException ended(TaskRecord record) {
    if (record.outcome().isEmpty()) {
      return DurableTasks.takenOver(record.task().id());
    }
    return TaskViews.alreadyEnded(record.task().id(), record.task().status());
  }

  private static Envelope state(
      Envelope envelope, TaskRecord record, Optional<StateSnapshot> snapshot) {
    JsonObject data = snapshot.map(StateSnapshot::data).orElse(null);
    Envelope answer = reply(envelope, record, response(record, record.task().status(), data));
    return snapshot.isEmpty()
        ? answer
        : answer.withExtensions(
            new JsonObject()
                .put("snapshot_id", snapshot.get().id())
                .put("version", snapshot.get().version()));
  }

  private static TaskResponse response(
      TaskRecord record, TaskStatus status, @Nullable JsonObject state) {
    JsonObject result =
        record.outcome().orElse(null) instanceof Outcome.Answered answered
                && answered.envelope().payload() instanceof TaskResponse response
            ? response.result()
            : null;
    return new TaskResponse(record.task().id(), status, result, state, null);
  }

  private static Envelope reply(Envelope envelope, TaskRecord record, TaskResponse response) {
    return envelope.reply(record.agent(), response);
  }
}
