package dev.roost.platform.task;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.OutboxEntry;
import dev.roost.spi.OutboxStore;
import dev.roost.spi.TaskEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Follows the log of a task that somebody watches, and puts what is to be delivered into the
 * outbox, in the order of the log. What could not be put there is tried again with the next event;
 * with the end of a durable task it is part of the same commit. Any thread may call it.
 */
final class TaskDeliveries {
  /** How many wait for the database at most; then what only tells of progress is left out. */
  static final int MAX_WAITING = 256;

  private static final Logger LOG = LoggerFactory.getLogger(TaskDeliveries.class);

  private final TaskWatch watch;
  private final OutboxStore outbox;
  private final List<OutboxEntry> waiting = new ArrayList<>();
  private List<OutboxEntry> writing = List.of();
  private @Nullable List<OutboxEntry> ending;
  private long cursor;

  /**
   * @param after the sequence of the last entry of the log that is not to be told
   */
  TaskDeliveries(TaskWatch watch, OutboxStore outbox, long after) {
    this.watch = requireNonNull(watch, "watch");
    this.outbox = requireNonNull(outbox, "outbox");
    this.cursor = after;
  }

  TaskWatch watch() {
    return watch;
  }

  /** The log may have grown. */
  void changed(LiveTask task) {
    List<OutboxEntry> next = toWrite(task);
    if (!next.isEmpty()) {
      outbox.add(next).onComplete(done -> written(task, done.cause()));
    }
  }

  private synchronized List<OutboxEntry> toWrite(LiveTask task) {
    for (TaskEvent event = task.next(cursor); event != null; event = task.next(cursor)) {
      cursor = event.sequence();
      note(task, event);
    }
    if (!writing.isEmpty() || waiting.isEmpty()) {
      return List.of();
    }
    writing = List.copyOf(waiting);
    waiting.clear();
    return writing;
  }

  private void note(LiveTask task, TaskEvent event) {
    if (waiting.size() < MAX_WAITING || !TaskLog.mayGo(event)) {
      waiting.addAll(watch.deliveries(task, event));
    }
  }

  private void written(LiveTask task, @Nullable Throwable failure) {
    synchronized (this) {
      if (failure != null) {
        waiting.addAll(0, writing);
      }
      writing = List.of();
    }
    if (failure == null) {
      watch.kept();
      changed(task);
    } else {
      notWritten(task, failure);
    }
  }

  /** A durable task has another chance: its end. */
  private static void notWritten(LiveTask task, Throwable failure) {
    boolean lost = task.ended() && task.hold() == null;
    LOG.atLevel(lost ? Level.WARN : Level.DEBUG)
        .addKeyValue("task", task.id())
        .addKeyValue("reason", failure.getMessage())
        .log(lost ? "Deliveries of a task are lost" : "Deliveries of a task are not kept yet");
  }

  /**
   * Everything that is not surely in the outbox, with what the end brings. Asking again gives the
   * same.
   *
   * @param log the whole log, as it will be when the end is seen
   */
  synchronized List<OutboxEntry> withEnd(LiveTask task, List<TaskEvent> log) {
    if (ending == null) {
      ending =
          log.stream()
              .filter(event -> event.sequence() > cursor)
              .flatMap(event -> watch.deliveries(task, event).stream())
              .toList();
    }
    return Stream.of(writing, waiting, ending).flatMap(List::stream).toList();
  }

  /** It will end in another way than it was asked about. */
  synchronized void endsInstead() {
    ending = null;
  }

  /** The end is kept, and with it all that was to be delivered. */
  void endKept() {
    synchronized (this) {
      waiting.clear();
      cursor = Long.MAX_VALUE;
    }
    watch.kept();
  }
}
