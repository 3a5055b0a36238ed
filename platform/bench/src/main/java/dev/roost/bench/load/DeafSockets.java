package dev.roost.bench.load;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Many connections that never read, served by a thread of their own. Those that are cut off begin
 * again, ten a second.
 */
final class DeafSockets implements AutoCloseable {
  /** In each step some take their turn, so that they do not all send at the same moment. */
  private static final int STEPS = 25;

  private static final long STEP_MILLIS = 10;
  private static final int STEPS_TO_BEGINNING = 10;
  private static final long JOIN_MILLIS = 20_000;

  private final List<DeafSocket> sockets = new ArrayList<>();
  private final Queue<DeafSocket> ended = new ArrayDeque<>();
  private final Thread sender = new Thread(this::send, "deaf-sockets");
  private volatile boolean closing;
  private volatile int cutOff;
  private volatile @Nullable Exception failure;

  DeafSockets(int port, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      sockets.add(new DeafSocket(port));
    }
    sender.setDaemon(true);
    sender.start();
  }

  private void send() {
    try {
      for (int step = 0; !closing; step++) {
        proceed(step % STEPS);
        if (step % STEPS_TO_BEGINNING == 0 && !ended.isEmpty()) {
          ended.remove().begin();
        }
        TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void proceed(int first) throws IOException {
    for (int i = first; i < sockets.size(); i += STEPS) {
      if (!sockets.get(i).proceed()) {
        cutOff++;
        ended.add(sockets.get(i));
      }
    }
  }

  /** How often one was cut off so far. */
  int cutOff() {
    check();
    return cutOff;
  }

  private void check() {
    Optional.ofNullable(failure)
        .ifPresent(
            cause -> {
              throw new LoadException("A deaf client could not go on: " + cause, cause);
            });
  }

  @Override
  public void close() throws IOException {
    closing = true;
    try {
      sender.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (DeafSocket socket : sockets) {
      socket.close();
    }
  }
}
