package dev.roost.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Starts each server several times, in turn. */
final class StartRun {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MICROS_PER_SECOND = 1e6;

  private final Servers servers;
  private final PrintStream progress;

  StartRun(Servers servers, PrintStream progress) {
    this.servers = servers;
    this.progress = progress;
  }

  /**
   * What one start took.
   *
   * @param millis from the start of the process to its first good answer
   * @param cpuSeconds that the process spent by then
   */
  record Start(double millis, double cpuSeconds) {}

  /** One start of each. */
  record Pair(Start bare, Start roost) {}

  List<Pair> run(int times) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 1; i <= times; i++) {
      try (ServerProcess roost = servers.roost()) {
        Start ofRoost = start(roost);
        try (ServerProcess bare = servers.bare(roost)) {
          pairs.add(new Pair(start(bare), ofRoost));
        }
      }
      Pair pair = pairs.get(i - 1);
      progress.printf(
          Locale.ROOT,
          "start %d: bare %.0f ms, roost %.0f ms%n",
          i,
          pair.bare().millis(),
          pair.roost().millis());
    }
    return pairs;
  }

  private static Start start(ServerProcess server) throws IOException {
    return new Start(
        server.firstAnswerNanos() / NANOS_PER_MILLI, server.proc().cpuMicros() / MICROS_PER_SECOND);
  }
}
