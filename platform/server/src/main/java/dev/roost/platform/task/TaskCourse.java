package dev.roost.platform.task;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.ArtifactNotify;
import dev.roost.protocol.MessageSend;
import dev.roost.protocol.Payload;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import dev.roost.spi.Outcome;
import dev.roost.spi.TaskEvent;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The states that a task passes, and the log that it leaves. Each method is one atomic step; any
 * thread may take it. A step that the state machine does not have fails with -32000.
 */
final class TaskCourse {
  private final String taskId;
  private final TaskLog log;
  private TaskStatus status = TaskStatus.SUBMITTED;
  private Instant updatedAt = Instant.now();
  private @Nullable JsonObject progress;
  private @Nullable Outcome outcome;
  private int steps;
  private @Nullable Ending ending;

  /** An end that is not to be seen yet. */
  private record Ending(TaskStatus last, Outcome how, TaskResponse response, Instant at) {}

  TaskCourse(String taskId, LogBudget budget) {
    this(taskId, budget, List.of(), 1);
  }

  /**
   * Of a task that is run again.
   *
   * @param earlier what is left of the log of the runs before
   * @param next the least sequence of the next event
   */
  TaskCourse(String taskId, LogBudget budget, List<TaskEvent> earlier, long next) {
    this.taskId = taskId;
    this.log = new TaskLog(budget);
    log.begin(earlier, next);
    log.append(updatedAt, change(TaskStatus.SUBMITTED));
  }

  /** The agent has taken the task. */
  synchronized void begin() {
    step(TaskStatus.WORKING);
    log.append(updatedAt, change(TaskStatus.WORKING));
  }

  /**
   * The agent is gone, and another one is to begin anew.
   *
   * @return whether that can be: nobody was told anything yet but that it runs
   */
  synchronized boolean restart() {
    boolean untold =
        log.all().stream()
            .map(TaskEvent::payload)
            .allMatch(
                event ->
                    event instanceof TaskUpdate update
                        && update.updateType() != UpdateType.INPUT_REQUIRED);
    boolean open = status == TaskStatus.SUBMITTED || status == TaskStatus.WORKING;
    if (ending != null || !open || !untold || log.lostUpTo() > 0) {
      return false;
    }
    if (status == TaskStatus.WORKING) {
      status = TaskStatus.SUBMITTED;
      updatedAt = Instant.now();
      log.append(updatedAt, change(TaskStatus.SUBMITTED));
    }
    return true;
  }

  /** What the agent told here is lost. */
  synchronized void lose() {
    log.lose();
  }

  /** The agent waits for the caller. */
  synchronized void requireInput(TaskUpdate request) {
    step(TaskStatus.INPUT_REQUIRED);
    log.append(updatedAt, request);
  }

  /** The caller has answered. */
  synchronized void resume(MessageSend message) {
    step(TaskStatus.WORKING);
    log.append(updatedAt, message);
    log.append(updatedAt, change(TaskStatus.WORKING));
  }

  /** Takes what the agent tells: a chunk, an artifact, a question, or how far it is. */
  synchronized void tell(Payload news) {
    if (news instanceof TaskStream chunk) {
      chunk(chunk);
    } else if (news instanceof ArtifactNotify artifact) {
      artifact(artifact);
    } else if (news instanceof TaskUpdate update
        && update.updateType() == UpdateType.INPUT_REQUIRED) {
      requireInput(update);
    } else if (news instanceof TaskUpdate update && update.updateType() == UpdateType.PROGRESS) {
      progress(update);
    } else {
      throw new IllegalArgumentException(news.getClass() + " is no news of a task");
    }
  }

  /** Tells how far the task is. */
  synchronized void progress(TaskUpdate update) {
    checkRunning();
    progress = update.progress();
    log.append(Instant.now(), update);
  }

  /** Adds to the result. */
  synchronized void chunk(TaskStream chunk) {
    checkRunning();
    log.append(Instant.now(), chunk);
  }

  /** Tells of an artifact. */
  synchronized void artifact(ArtifactNotify artifact) {
    checkRunning();
    log.append(Instant.now(), artifact);
  }

  /**
   * The task ends. The first end counts.
   *
   * @param last completed, failed or cancelled
   * @param response what the log ends with
   * @return whether this was the first
   */
  synchronized boolean end(TaskStatus last, Outcome how, TaskResponse response) {
    if (!conclude(last, how, response)) {
      return false;
    }
    reveal();
    return true;
  }

  /**
   * Decides how the task ends; nobody sees it yet, and nothing changes it any more.
   *
   * @return whether it was open
   */
  synchronized boolean conclude(TaskStatus last, Outcome how, TaskResponse response) {
    if (status.isTerminal() || ending != null) {
      return false;
    }
    ending = new Ending(last, how, response, Instant.now());
    return true;
  }

  /** Whether it has been decided how the task ends. */
  synchronized boolean isConcluded() {
    return ending != null || status.isTerminal();
  }

  /** Another end in the place of the one that was decided on and cannot be. */
  synchronized void concludeInstead(Outcome how, TaskResponse response) {
    ending = new Ending(response.status(), how, response, Instant.now());
  }

  /** What was decided becomes the end. */
  synchronized void reveal() {
    Ending end = requireNonNull(ending, "the end is open");
    ending = null;
    if (!status.mayBecome(end.last())) {
      step(TaskStatus.WORKING);
    }
    step(end.last());
    updatedAt = end.at();
    outcome = end.how();
    log.append(updatedAt, end.response());
    log.close();
  }

  /** The course of a task as it will be when its end is revealed. */
  synchronized Concluded concluded() {
    Ending end = requireNonNull(ending, "the end is open");
    List<TaskEvent> events = new ArrayList<>(log.all());
    events.add(new TaskEvent(log.lastSequence() + 1, end.at(), end.response()));
    return new Concluded(end.last(), end.at(), end.how(), events);
  }

  /** A whole course. */
  record Concluded(TaskStatus last, Instant at, Outcome how, List<TaskEvent> events) {
    long lastSequence() {
      return events.get(events.size() - 1).sequence();
    }
  }

  private void step(TaskStatus next) {
    checkOpen();
    status = status.to(next);
    updatedAt = Instant.now();
    steps++;
  }

  private void checkOpen() {
    if (ending != null) {
      throw TaskViews.alreadyEnded(taskId, ending.last());
    }
  }

  private void checkRunning() {
    checkOpen();
    if (status.isTerminal()) {
      throw TaskViews.alreadyEnded(taskId, status);
    }
  }

  private TaskUpdate change(TaskStatus to) {
    return new TaskUpdate(taskId, UpdateType.STATUS_CHANGE, to, null, null);
  }

  synchronized TaskStatus status() {
    return status;
  }

  synchronized Instant updatedAt() {
    return updatedAt;
  }

  synchronized @Nullable JsonObject progress() {
    return progress;
  }

  synchronized Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** How many steps it has taken. */
  synchronized int steps() {
    return steps;
  }

  synchronized long lastSequence() {
    return log.lastSequence();
  }

  synchronized long lostUpTo() {
    return log.lostUpTo();
  }

  /** Whether there has been a chunk up to a sequence. */
  synchronized boolean streamedUpTo(long sequence) {
    return log.lostUpTo() > 0 || EventViews.streamed(log.all(), sequence);
  }

  synchronized @Nullable TaskEvent next(long after) {
    return log.next(after);
  }

  synchronized int bytesAfter(long after) {
    return log.bytesAfter(after);
  }

  synchronized List<TaskEvent> events() {
    return log.all();
  }

  /** What the task asks for, while it waits. */
  synchronized Optional<Payload> question() {
    return status == TaskStatus.INPUT_REQUIRED
        ? log.all().stream()
            .map(TaskEvent::payload)
            .filter(
                payload ->
                    payload instanceof TaskUpdate update
                        && update.updateType() == UpdateType.INPUT_REQUIRED)
            .reduce((first, second) -> second)
        : Optional.empty();
  }
}
