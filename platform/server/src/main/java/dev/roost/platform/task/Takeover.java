package dev.roost.platform.task;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Task;
import dev.roost.protocol.TaskStatus;
import dev.roost.spi.Lease;
import dev.roost.spi.Outcome;
import dev.roost.spi.StateBackend;
import dev.roost.spi.TaskChange;
import dev.roost.spi.TaskEvent;
import dev.roost.spi.TaskRecord;
import dev.roost.spi.TaskWork;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over tasks whose leases have lapsed: their process is gone, or says nothing. Each is run
 * again from its beginning, with the state that it saved last, unless there is a reason to fail it.
 */
public final class Takeover {
  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
  private static final int PAGE = 256;
  private static final int PAGES = 8;
  private static final int MAX_EVENTS = TaskLog.MAX_EVENTS * 2;

  private final String node;
  private final TaskSettings settings;
  private final StateBackend backend;
  private final LiveTasks tasks;
  private final DurableTasks durable;
  private final TakeoverRules rules;
  private final Predicate<AgentUrn> isServed;
  private final TaskWatches watches;
  private final Consumer<LiveTask> begin;
  private BooleanSupplier allowed = () -> true;
  private Optional<Lease> lastSeen = Optional.empty();

  /**
   * @param node as for {@code durable}
   * @param isServed whether an agent is there to run its tasks
   * @param watches who wants to be told of tasks
   * @param begin sends a task to its agent
   */
  public Takeover(
      String node,
      TaskSettings settings,
      StateBackend backend,
      LiveTasks tasks,
      DurableTasks durable,
      DurableAgents agents,
      Predicate<AgentUrn> isServed,
      TaskWatches watches,
      Consumer<LiveTask> begin) {
    this.node = requireNonNull(node, "node");
    this.settings = requireNonNull(settings, "settings");
    this.backend = requireNonNull(backend, "backend");
    this.tasks = requireNonNull(tasks, "tasks");
    this.durable = requireNonNull(durable, "durable");
    this.rules = new TakeoverRules(settings.maxAttempts(), agents);
    this.isServed = requireNonNull(isServed, "isServed");
    this.watches = requireNonNull(watches, "watches");
    this.begin = requireNonNull(begin, "begin");
  }

  /** Takes over nothing while that is not so; to be called before all else. */
  public Takeover onlyWhile(BooleanSupplier condition) {
    allowed = requireNonNull(condition, "condition");
    return this;
  }

  /**
   * Takes over some; to be called again and again, but not before the last call is done. Tasks
   * whose agent is not there wait for it.
   */
  Future<Void> look() {
    return look(PAGES);
  }

  /** What does not fit into so many pages is seen by the next look. */
  private Future<Void> look(int pages) {
    return pages == 0 || tasks.isDraining() || !allowed.getAsBoolean()
        ? Future.succeededFuture()
        : backend.tasks().lapsed(lastSeen, PAGE).compose(page -> takeOver(page, pages));
  }

  private Future<Void> takeOver(List<Lease> page, int pages) {
    boolean wasLast = page.size() < PAGE;
    lastSeen = wasLast ? Optional.empty() : Optional.of(page.get(page.size() - 1));
    List<Future<Void>> all =
        page.stream()
            .map(Lease::taskId)
            .filter(id -> tasks.find(id).isEmpty())
            .map(this::takeOver)
            .toList();
    return Future.join(all)
        .<Void>mapEmpty()
        .otherwiseEmpty()
        .compose(done -> wasLast ? Future.succeededFuture() : look(pages - 1));
  }

  private Future<Void> takeOver(String taskId) {
    return backend
        .tasks()
        .find(taskId)
        .compose(found -> isDue(found) ? acquire(taskId) : Future.succeededFuture())
        .onFailure(
            failure ->
                LOG.atWarn()
                    .addKeyValue("task", taskId)
                    .addKeyValue("reason", failure.getMessage())
                    .log("A task could not be taken over yet"));
  }

  /** What cannot be run is not even touched: another node may have its agent. */
  private boolean isDue(Optional<TaskRecord> found) {
    return found
        .map(
            record ->
                record.outcome().isPresent()
                    || rules.reasonToFail(record).isPresent()
                    || isServed.test(record.agent()))
        .orElse(true);
  }

  private Future<Void> acquire(String taskId) {
    return backend
        .tasks()
        .acquire(taskId, node, settings.lease())
        .compose(lease -> lease.map(this::acquired).orElseGet(Future::succeededFuture));
  }

  private Future<Void> acquired(Lease lease) {
    return backend
        .tasks()
        .find(lease.taskId())
        .compose(
            found -> {
              TaskRecord record = found.filter(one -> one.outcome().isEmpty()).orElse(null);
              return record == null ? backend.tasks().release(lease) : take(record, lease);
            });
  }

  private Future<Void> take(TaskRecord record, Lease lease) {
    long next = nextSequence(record);
    TaskWork work = record.work().orElse(null);
    return work == null
        ? backend.tasks().commit(interrupted(record, next).under(lease))
        : backend
            .events()
            .read(record.task().id(), 0, MAX_EVENTS)
            .compose(events -> resume(record, work, events, next, lease));
  }

  /**
   * Readers may have seen entries that were never written. No run writes an entry each microsecond,
   * so this is behind all of them.
   */
  private static long nextSequence(TaskRecord record) {
    Duration age = Duration.between(record.task().createdAt(), Instant.now());
    return Math.max(record.lastSequence() + 1, age.toNanos() / 1_000);
  }

  private Future<Void> resume(
      TaskRecord record, TaskWork work, List<TaskEvent> events, long next, Lease lease) {
    Outcome.@Nullable Refused reason = rules.reasonToFail(record).orElse(null);
    Optional<LiveTask> room =
        tasks.resume(record, reason == null ? work.again() : work, events, next);
    if (room.isEmpty()) {
      return backend.tasks().renew(lease, Duration.ZERO).mapEmpty();
    }
    LiveTask task = room.get();
    watches.of(record).ifPresent(watch -> tasks.watch(task, watch));
    if (reason != null) {
      durable.resumed(task, lease);
      tasks.end(task, reason);
      return Future.succeededFuture();
    }
    return backend
        .tasks()
        .commit(TaskChange.of(task.record(), task.events()).under(lease))
        .onSuccess(kept -> begin(task, lease))
        .onFailure(
            failure -> {
              tasks.discard(task);
              task.leave(DurableTasks.takenOver(task.id()));
            });
  }

  private void begin(LiveTask task, Lease lease) {
    LOG.atInfo()
        .addKeyValue("task", task.id())
        .addKeyValue("attempt", task.assignment().attempt())
        .log("A task whose process is gone is run again");
    durable.resumed(task, lease);
    begin.accept(task);
  }

  private static TaskChange interrupted(TaskRecord record, long next) {
    Outcome how = TakeoverRules.interrupted(record.task().id());
    Instant now = Instant.now();
    Task ended = withStatus(record.task(), TaskStatus.FAILED, now);
    return TaskChange.of(
        new TaskRecord(
            ended,
            record.agent(),
            record.sender(),
            record.owner(),
            record.requestId(),
            next,
            Optional.of(how)),
        List.of(new TaskEvent(next, now, LastWord.of(ended.id(), how))));
  }

  private static Task withStatus(Task task, TaskStatus status, Instant now) {
    return new Task(
        task.id(),
        task.conversationId(),
        task.parentTaskId(),
        status,
        task.depth(),
        task.progress(),
        task.createdAt(),
        now);
  }
}
