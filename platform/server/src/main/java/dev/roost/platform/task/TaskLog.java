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
 * stay. Guarded by its {@link TaskCourse}.
 */
final class TaskLog {
  /** How many events a log keeps. */
  static final int MAX_EVENTS = 1_000;

  /** How many characters all chunks of a log may have. */
  static final int MAX_CHUNK_CHARACTERS = 512 * 1024;

  private final List<TaskEvent> events = new ArrayList<>(4);
  private long lastSequence;
  private int chunkCharacters;
  private long lostUpTo;

  TaskEvent append(Payload payload) {
    TaskEvent event = new TaskEvent(++lastSequence, Instant.now(), payload);
    events.add(event);
    chunkCharacters += characters(event);
    compact();
    return event;
  }

  private void compact() {
    Iterator<TaskEvent> oldest = events.iterator();
    while ((events.size() > MAX_EVENTS || chunkCharacters > MAX_CHUNK_CHARACTERS)
        && oldest.hasNext()) {
      TaskEvent event = oldest.next();
      if (event.sequence() < lastSequence && mayGo(event)) {
        oldest.remove();
        chunkCharacters -= characters(event);
        lostUpTo = event.payload() instanceof TaskStream ? event.sequence() : lostUpTo;
      }
    }
  }

  private static boolean mayGo(TaskEvent event) {
    return event.payload() instanceof TaskStream
        || event.payload() instanceof TaskUpdate update
            && update.updateType() == UpdateType.PROGRESS;
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
    for (int i = indexAfter(after); i < events.size(); i++) {
      return events.get(i);
    }
    return null;
  }

  /** How many characters of chunks stand behind a sequence. */
  int charactersAfter(long after) {
    int sum = 0;
    for (int i = events.size() - 1; i >= 0 && events.get(i).sequence() > after; i--) {
      sum += characters(events.get(i));
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
