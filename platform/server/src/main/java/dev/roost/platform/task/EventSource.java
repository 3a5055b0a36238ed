package dev.roost.platform.task;

import dev.roost.spi.TaskEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a {@link TaskFollowing} reads a task's events from. Any thread may ask. */
interface EventSource {
  /** The first event behind a sequence, if it has happened. */
  @Nullable TaskEvent next(long after);

  /** Whether no more events will come. */
  boolean ended();

  /** The sequence of the newest chunk that is no longer there. */
  long lostUpTo();

  /** A reader has read on. */
  default void advanced(TaskFollowing reader) {}

  /** A reader has left. */
  default void left(TaskFollowing reader) {}

  /** The log of a task that has ended. */
  static EventSource of(List<TaskEvent> log) {
    return new EventSource() {
      @Override
      public @Nullable TaskEvent next(long after) {
        return log.stream().filter(event -> event.sequence() > after).findFirst().orElse(null);
      }

      @Override
      public boolean ended() {
        return true;
      }

      @Override
      public long lostUpTo() {
        return 0;
      }
    };
  }
}
