package dev.roost.platform.task;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.TaskStatus;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Principal;
import dev.roost.spi.StateBackend;
import dev.roost.spi.TaskRecord;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tasks as their owners see them, live or ended. A task of somebody else is not there: the answer
 * is the same as for a task that never was.
 */
public final class TaskViews {
  private static final int MAX_EVENTS = TaskLog.MAX_EVENTS * 2;

  private final LiveTasks live;
  private final StateBackend backend;
  private final AwayTasks away;
  private final TaskSettings settings;
  private volatile @Nullable FarTasks far;

  /** Of the tasks that live here and those that {@code backend} keeps. */
  public TaskViews(LiveTasks live, StateBackend backend, AwayTasks away, TaskSettings settings) {
    this.live = live;
    this.backend = backend;
    this.away = away;
    this.settings = settings;
  }

  /**
   * Looks at a task.
   *
   * @param id the task's, or that of the envelope that began it
   * @return fails with -32010
   */
  public Future<TaskRecord> look(String id, String owner) {
    Optional<LiveTask> task = here(id, owner);
    return task.isPresent()
        ? Future.succeededFuture(task.get().record())
        : far(id, owner)
            .compose(
                found ->
                    found
                        .map(far -> Future.succeededFuture(far.record()))
                        .orElseGet(() -> ended(id, owner)))
            .recover(failure -> kept(id, owner, failure));
  }

  /** The record of a task that has ended serves, whatever node did not answer. */
  private Future<TaskRecord> kept(String id, String owner, Throwable failure) {
    return isUnknown(failure)
        ? Future.failedFuture(failure)
        : ended(id, owner)
            .recover(unknown -> Future.failedFuture(isUnknown(unknown) ? failure : unknown));
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof AsapException told
        && told.error().code() == ErrorCode.TASK_NOT_FOUND.rpcCode();
  }

  /**
   * What is told of a task that is known by its key, and that nobody here has: its node may be
   * gone, and the others do not know yet.
   */
  public Throwable elsewhere(Throwable failure) {
    return far != null && isUnknown(failure) ? IdempotentCalls.elsewhere() : failure;
  }

  /** Tasks of other nodes are to be found, too. */
  public void far(FarTasks value) {
    far = value;
  }

  /**
   * Looks for a task that is not here on the other nodes.
   *
   * @param id the task's, or that of the envelope that began it
   */
  public Future<Optional<FarTasks.Found>> far(String id, String owner) {
    FarTasks known = far;
    return known == null || here(id, owner).isPresent()
        ? Future.succeededFuture(Optional.empty())
        : known.find(id, owner);
  }

  /** A task that lives here, or has ended here lately. */
  Optional<LiveTask> here(String id, String owner) {
    return live.find(id, owner).or(() -> live.findRecent(id, owner));
  }

  /** Looks at what is here or kept, whatever other nodes may know. */
  public Future<TaskRecord> lookNear(String id, String owner) {
    return here(id, owner)
        .map(task -> Future.succeededFuture(task.record()))
        .orElseGet(() -> ended(id, owner));
  }

  private Future<TaskRecord> ended(String id, String owner) {
    return backend
        .tasks()
        .find(id)
        .compose(
            found ->
                found.isPresent() || isAnonymous(owner)
                    ? Future.succeededFuture(found)
                    : backend.tasks().findByRequest(owner, id))
        .compose(
            found ->
                found
                    .filter(record -> record.owner().equals(owner))
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(notFound(id))));
  }

  private static boolean isAnonymous(String owner) {
    return owner.equals(Principal.ANONYMOUS.subject());
  }

  /**
   * Follows a task from behind a sequence to its end.
   *
   * @param context where the stream is read
   * @return fails with -32010
   */
  public Future<EnvelopeStream> follow(Context context, String id, long after, String owner) {
    Optional<LiveTask> task = here(id, owner);
    return task.isPresent()
        ? Future.succeededFuture(task.get().follow(context, after))
        : far(id, owner)
            .compose(
                found ->
                    found.isPresent()
                        ? Future.succeededFuture(
                            requireNonNull(far, "far")
                                .follow(context, found.get(), after, owner, false))
                        : ended(id, owner).compose(record -> follow(context, record, after)));
  }

  /** Of a task that goes on, its first event here may come later than its reader. */
  private Future<EnvelopeStream> follow(Context context, TaskRecord record, long after) {
    String id = record.task().id();
    if (record.outcome().isPresent()) {
      return replay(context, record, after);
    }
    return away.await(id, System.currentTimeMillis() + settings.answer().toMillis())
        .compose(
            done -> {
              Optional<LiveTask> task = here(id, record.owner());
              return task.isPresent()
                  ? Future.succeededFuture(task.get().follow(context, after))
                  : replay(context, record, after);
            });
  }

  private Future<EnvelopeStream> replay(Context context, TaskRecord record, long after) {
    return backend
        .events()
        .read(record.task().id(), after, MAX_EVENTS)
        .map(
            events ->
                new TaskFollowing(
                    context, EventSource.of(events), EventViews.of(record).log(), after, null));
  }

  /** The result of a task in chunks, from behind a sequence; it holds the agent back. */
  public EnvelopeStream stream(Context context, LiveTask task, long after) {
    return task.stream(context, after, () -> receiverLeft(task));
  }

  /** The same of a task that ended some time ago. */
  public Future<EnvelopeStream> streamEnded(
      Context context, String taskId, long after, String owner) {
    Optional<LiveTask> recent = live.findRecent(taskId, owner);
    return recent.isPresent()
        ? Future.succeededFuture(stream(context, recent.get(), after))
        : stored(context, taskId, after, owner);
  }

  private Future<EnvelopeStream> stored(Context context, String taskId, long after, String owner) {
    return ended(taskId, owner)
        .compose(
            record ->
                backend
                    .events()
                    .read(ofEnded(record), 0, MAX_EVENTS)
                    .map(
                        events ->
                            new TaskFollowing(
                                context,
                                EventSource.of(events),
                                EventViews.of(record).chunks(EventViews.streamed(events, after)),
                                after,
                                null)));
  }

  /** The stream of a task that nobody works on here would never end. */
  private static String ofEnded(TaskRecord record) {
    if (record.outcome().isEmpty()) {
      throw DurableTasks.takenOver(record.task().id());
    }
    return record.task().id();
  }

  /** A durable task outlives its reader, too. */
  private void receiverLeft(LiveTask task) {
    boolean mayGo = settings.cancelOnDisconnect() && task.hold() == null;
    if (mayGo && !task.ended()) {
      live.cancel(task);
    }
  }

  /** The error of a message to a task that has ended. */
  public static AsapException alreadyEnded(String id, TaskStatus status) {
    return AsapException.of(
        ErrorCode.TASK_ALREADY_COMPLETED,
        "Task has already ended: " + id + " (status: " + status.wireName() + ")",
        new JsonObject().put("task_id", id).put("current_status", status.wireName()));
  }

  /** The error of a task that is not there, or not the caller's. */
  public static AsapException notFound(String id) {
    return AsapException.of(
        ErrorCode.TASK_NOT_FOUND, "Task not found: " + id, new JsonObject().put("task_id", id));
  }
}
