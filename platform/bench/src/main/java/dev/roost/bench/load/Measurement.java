package dev.roost.bench.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * What one server showed in one round.
 *
 * @param requestsPerSecond answered
 * @param p50 milliseconds
 * @param p95 milliseconds
 * @param p99 milliseconds
 * @param setUp milliseconds that the slowest connection took until it could be used
 * @param cpuMicros of the server's process, for each request
 * @param residentMib memory of the server's process at the end
 */
record Measurement(
    double requestsPerSecond,
    double p50,
    double p95,
    double p99,
    double setUp,
    double cpuMicros,
    double residentMib) {
  private static final double KIB_PER_MIB = 1_024;

  /** A way to put load on a server. */
  @FunctionalInterface
  interface Load {
    LoadResult on(LoadClient client) throws IOException;
  }

  static Measurement of(Traffic traffic, ServerProcess server, int connections, Load load)
      throws IOException {
    server.checkAlive();
    try (LoadClient client = new LoadClient(traffic, server.port(), connections)) {
      long before = server.proc().cpuMicros();
      LoadResult result = load.on(client);
      long spent = server.proc().cpuMicros() - before;
      return new Measurement(
          result.requestsPerSecond(),
          result.percentileMillis(50),
          result.percentileMillis(95),
          result.percentileMillis(99),
          client.slowestSetUpMillis(),
          (double) spent / result.requests(),
          server.proc().residentKib() / KIB_PER_MIB);
    }
  }

  /** How many bytes the body of an answer has. */
  static int answerLength(Traffic traffic, ServerProcess server) throws IOException {
    try (LoadClient client = new LoadClient(traffic, server.port(), 1)) {
      client.flatOut(1);
      return client.answerLength();
    }
  }

  /** Load that is not measured. */
  static void warmUp(Traffic traffic, ServerProcess server, int connections, long seconds)
      throws IOException {
    try (LoadClient client = new LoadClient(traffic, server.port(), connections)) {
      client.flatOut(TimeUnit.SECONDS.toNanos(seconds));
    }
  }
}
