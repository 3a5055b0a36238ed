package dev.roost.platform.task;

import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Those who follow one task. The one to whom the result is streamed holds the agent back when it
 * reads slowly; the others just look on.
 */
final class Followers {
  /** How far the agent may be ahead of the reader; a log always has room for more than that. */
  private static final int MAX_BYTES_AHEAD = 8 * 1024;

  private final List<TaskFollowing> all = new CopyOnWriteArrayList<>();
  private @Nullable TaskFollowing receiver;
  private @Nullable Runnable onReceiverLeft;
  private @Nullable Promise<Void> room;

  EnvelopeStream add(TaskFollowing reader) {
    all.add(reader);
    return reader;
  }

  /** Adds the one to whom the result is streamed; of several, the last holds the agent back. */
  synchronized EnvelopeStream addReceiver(TaskFollowing reader, Runnable onLeft) {
    receiver = reader;
    onReceiverLeft = onLeft;
    return add(reader);
  }

  /** Completes when the agent may write on. */
  synchronized Future<Void> room(LiveTask task) {
    if (!isTooFarAhead(task)) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = room == null ? Promise.promise() : room;
    room = promise;
    return promise.future();
  }

  private boolean isTooFarAhead(LiveTask task) {
    return receiver != null
        && !task.ended()
        && task.bytesAfter(receiver.cursor()) > MAX_BYTES_AHEAD;
  }

  /** There is something new to read. */
  void changed(LiveTask task) {
    all.forEach(TaskFollowing::wake);
    if (task.ended()) {
      advanced(task);
    }
  }

  /** A reader has read on. */
  void advanced(LiveTask task) {
    Promise<Void> free;
    synchronized (this) {
      if (room == null || isTooFarAhead(task)) {
        return;
      }
      free = room;
      room = null;
    }
    free.complete();
  }

  void left(LiveTask task, TaskFollowing reader) {
    all.remove(reader);
    Runnable gone = null;
    synchronized (this) {
      if (receiver == reader) {
        receiver = null;
        gone = onReceiverLeft;
      }
    }
    advanced(task);
    if (gone != null && !task.ended()) {
      gone.run();
    }
  }
}
