package dev.roost.bench.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until a server gives its first good answer: a task done, not only an open port. */
final class FirstAnswer {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Asking more often would slow down what is watched. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private FirstAnswer() {}

  /**
   * Waits.
   *
   * @return the nanoseconds since the process was started
   */
  static long await(ServerProcess server, Traffic traffic) throws IOException {
    while (System.nanoTime() - server.startedNanos() < LIMIT_NANOS) {
      server.checkAlive();
      if (answers(server.port(), traffic)) {
        return System.nanoTime() - server.startedNanos();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new LoadException("The " + server.name() + " server gave no good answer in time");
  }

  private static boolean answers(int port, Traffic traffic) {
    try (LoadClient client = new LoadClient(traffic, port, 1)) {
      return client.flatOut(1).requests() == 1;
    } catch (IOException | LoadException e) {
      return false;
    }
  }
}
