package dev.roost.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Measures what slow readers of streams cost: the heap they hold, and what the others feel. */
final class StreamsRun {
  static final int READERS = 1_000;

  private static final double BYTES_PER_MIB = 1 << 20;

  private final ServerProcess roost;
  private final Options options;
  private final PrintStream progress;

  StreamsRun(ServerProcess roost, Options options, PrintStream progress) {
    this.roost = roost;
    this.options = options;
    this.progress = progress;
  }

  /**
   * One round.
   *
   * @param aloneP99 of the others without slow readers, in milliseconds
   * @param besideP99 of the others beside them
   * @param heapMib by how much the live heap grew
   */
  record Result(double aloneP99, double besideP99, double heapMib) {
    double ratio() {
      return besideP99 / aloneP99;
    }
  }

  List<Result> run() throws IOException {
    Measurement.warmUp(Traffic.HTTP, roost, options.connections(), options.warmup());
    List<Result> results = new ArrayList<>();
    for (int i = 1; i <= options.rounds(); i++) {
      Result result = round();
      results.add(result);
      progress.printf(
          Locale.ROOT,
          "streams, round %d: p99 %.2f ms alone, %.2f ms beside, heap +%.1f MiB%n",
          i,
          result.aloneP99(),
          result.besideP99(),
          result.heapMib());
    }
    return results;
  }

  private Result round() throws IOException {
    Measurement alone = others();
    long before = roost.liveHeapBytes();
    try (SlowReaders readers = new SlowReaders(roost.port(), READERS)) {
      Quiet.await(roost, progress);
      Measurement beside = others();
      long after = roost.liveHeapBytes();
      if (readers.bytes() == 0) {
        throw new LoadException("The slow readers got nothing");
      }
      return new Result(alone.p99(), beside.p99(), (after - before) / BYTES_PER_MIB);
    } finally {
      Quiet.await(roost, progress);
    }
  }

  private Measurement others() throws IOException {
    long nanos = TimeUnit.SECONDS.toNanos(options.seconds());
    return Measurement.of(
        Traffic.HTTP, roost, options.connections(), client -> client.paced(options.rate(), nanos));
  }
}
