package dev.roost.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Waits until a server has hardly anything to do any more. */
final class Quiet {
  private static final long SETTLE_SECONDS = 180;
  private static final long QUIET_MICROS_A_SECOND = 100_000;

  private Quiet() {}

  static void await(ServerProcess server, PrintStream progress) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
    long spent = Long.MAX_VALUE;
    while (spent > QUIET_MICROS_A_SECOND && System.nanoTime() < end) {
      long before = server.proc().cpuMicros();
      pause();
      spent = server.proc().cpuMicros() - before;
    }
    progress.printf("settled at %d ms of CPU a second%n", spent / 1_000);
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("Interrupted", e);
    }
  }
}
