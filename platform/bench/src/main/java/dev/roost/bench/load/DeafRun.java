package dev.roost.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Measures what clients that never read cost: the memory they hold, and what the others feel. */
final class DeafRun {
  /** The server's greatest heap. */
  static final int HEAP_MIB = 256;

  private static final double BYTES_PER_MIB = 1 << 20;
  private static final double KIB_PER_MIB = 1_024;

  private final ServerProcess roost;
  private final Options options;
  private final PrintStream progress;

  DeafRun(ServerProcess roost, Options options, PrintStream progress) {
    this.roost = roost;
    this.options = options;
    this.progress = progress;
  }

  /**
   * One round.
   *
   * @param aloneP99 of the others without deaf clients, in milliseconds
   * @param besideP99 of the others beside them
   * @param heapMib by how much the live heap grew
   * @param residentMib by how much the server's process grew
   * @param cutOff how many deaf clients the server has cut off
   */
  record Result(
      double aloneP99, double besideP99, double heapMib, double residentMib, double cutOff) {
    double ratio() {
      return besideP99 / aloneP99;
    }
  }

  List<Result> run() throws IOException {
    Measurement.warmUp(Traffic.WEBSOCKET, roost, options.connections(), options.warmup());
    List<Result> results = new ArrayList<>();
    for (int i = 1; i <= options.rounds(); i++) {
      Result result = round();
      results.add(result);
      progress.printf(
          Locale.ROOT,
          "deaf, round %d: p99 %.2f ms alone, %.2f ms beside, heap +%.1f MiB, process +%.1f MiB,"
              + " %.0f cut off%n",
          i,
          result.aloneP99(),
          result.besideP99(),
          result.heapMib(),
          result.residentMib(),
          result.cutOff());
    }
    roost.checkMemory();
    return results;
  }

  private Result round() throws IOException {
    Measurement alone = others();
    long heap = roost.liveHeapBytes();
    long resident = roost.proc().residentKib();
    try (DeafSockets deaf = new DeafSockets(roost.port(), options.deaf())) {
      Quiet.await(roost, progress);
      Measurement beside = others();
      return new Result(
          alone.p99(),
          beside.p99(),
          (roost.liveHeapBytes() - heap) / BYTES_PER_MIB,
          (roost.proc().residentKib() - resident) / KIB_PER_MIB,
          deaf.cutOff());
    } finally {
      Quiet.await(roost, progress);
    }
  }

  private Measurement others() throws IOException {
    long nanos = TimeUnit.SECONDS.toNanos(options.seconds());
    return Measurement.of(
        Traffic.WEBSOCKET,
        roost,
        options.connections(),
        client -> client.paced(options.rate(), nanos));
  }
}
