package dev.roost.platform.task;

import dev.roost.protocol.Payload;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import dev.roost.spi.TaskEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one task, in order. Bounded: when it is full the oldest chunks and reports of
 * progress go, which a reader sees by the gap in the sequence; states, artifacts and the result
 * stay. How full it may be depends on how much the logs of all tasks hold. Guarded by its {@link
 * TaskCourse}.
 */
final class TaskLog {
  /** How many events a log keeps. */
  static final int MAX_EVENTS = 1_000;

  /** How much a log keeps at most, about, in bytes of heap. */
  static final int MAX_BYTES = 1 << 20;

  /**
   * How much a log may keep whatever the others do. An agent that waits when its reader is slow is
   * never further ahead, so its reader misses nothing.
   */
  static final int MIN_BYTES = 24 * 1024;

  private static final int EVENT_BYTES = 112;

  private final LogBudget budget;
  private final List<TaskEvent> events = new ArrayList<>(4);
  private long lastSequence;
  private long lostUpTo;
  private int bytes;
  private int taken;

  TaskLog(LogBudget budget) {
    this.budget = budget;
  }

  /** Takes over what an earlier run has left; the next event has at least a certain sequence. */
  void begin(List<TaskEvent> earlier, long next) {
    events.addAll(earlier);
    earlier.forEach(event -> bytes += weight(event));
    long newest = earlier.isEmpty() ? 0 : earlier.get(earlier.size() - 1).sequence();
    lastSequence = Math.max(newest, next - 1);
  }

  void append(Instant at, Payload payload) {
    TaskEvent event = new TaskEvent(++lastSequence, at, payload);
    events.add(event);
    bytes += weight(event);
    if (bytes > MIN_BYTES || events.size() > MAX_EVENTS) {
      int more = Math.max(0, bytes - MIN_BYTES - taken);
      taken += more;
      shrinkTo(budget.take(more) ? MAX_BYTES : MIN_BYTES);
    }
  }

  private void shrinkTo(int maxBytes) {
    Iterator<TaskEvent> oldest = events.iterator();
    while ((events.size() > MAX_EVENTS || bytes > maxBytes) && oldest.hasNext()) {
      TaskEvent event = oldest.next();
      if (event.sequence() < lastSequence && mayGo(event)) {
        oldest.remove();
        bytes -= weight(event);
        lostUpTo = event.payload() instanceof TaskStream ? event.sequence() : lostUpTo;
      }
    }
    int less = taken - Math.min(taken, Math.max(0, bytes - MIN_BYTES));
    taken -= less;
    budget.giveBack(less);
  }

  /** Something that should have come next never will. */
  void lose() {
    lostUpTo = ++lastSequence;
  }

  /** Gives back what it took of the budget: the task has ended. */
  void close() {
    budget.giveBack(taken);
    taken = 0;
  }

  /** Whether it is a chunk or a report of progress, of which some may be missing. */
  static boolean mayGo(TaskEvent event) {
    return event.payload() instanceof TaskStream
        || event.payload() instanceof TaskUpdate update
            && update.updateType() == UpdateType.PROGRESS;
  }

  private static int weight(TaskEvent event) {
    return EVENT_BYTES + characters(event);
  }

  private static int characters(TaskEvent event) {
    return event.payload() instanceof TaskStream stream ? stream.chunk().length() : 0;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** The sequence of the newest chunk that had to go; 0 if none had to. */
  long lostUpTo() {
    return lostUpTo;
  }

  /** The first event behind a sequence. */
  @Nullable TaskEvent next(long after) {
    int index = indexAfter(after);
    return index < events.size() ? events.get(index) : null;
  }

  /** About how many bytes stand behind a sequence. */
  int bytesAfter(long after) {
    int sum = 0;
    for (int i = events.size() - 1; i >= 0 && events.get(i).sequence() > after; i--) {
      sum += weight(events.get(i));
    }
    return sum;
  }

  List<TaskEvent> all() {
    return List.copyOf(events);
  }

  /** Sequences only grow, so an event can be found by halving. */
  private int indexAfter(long after) {
    int low = 0;
    int high = events.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events.get(middle).sequence() > after) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
