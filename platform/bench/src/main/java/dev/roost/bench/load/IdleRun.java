package dev.roost.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Measures what connections cost on which nothing is said. */
final class IdleRun {
  /** As it ships; shorter when the connections are not held long enough for some. */
  private static final int PING_SECONDS = 30;

  private static final int MIN_HEARTBEATS = 3;
  private static final int REHEARSAL = 500;
  private static final double BYTES_PER_KIB = 1_024;
  private static final double MICROS_PER_MILLI = 1e3;

  private final ServerProcess roost;
  private final Options options;
  private final PrintStream progress;

  IdleRun(ServerProcess roost, Options options, PrintStream progress) {
    this.roost = roost;
    this.options = options;
    this.progress = progress;
  }

  /**
   * What one crowd cost.
   *
   * @param heapKib live heap of the server, for each connection
   * @param residentKib memory of the server's process, for each connection
   * @param leftKib live heap that stays when they are gone, for each connection
   * @param cpuMillis of the server, a second, while they are held
   * @param setUpMillis of the slowest connection, until the upgrade's answer
   * @param gapSeconds the longest time between two heartbeats of a connection
   * @param beats heartbeats that came
   * @param missed heartbeats that did not
   * @param closed connections that the server ended
   */
  record Result(
      double heapKib,
      double residentKib,
      double leftKib,
      double cpuMillis,
      double setUpMillis,
      double gapSeconds,
      long beats,
      long missed,
      long closed) {}

  static int pingSeconds(Options options) {
    return Math.max(1, Math.min(PING_SECONDS, options.hold() / MIN_HEARTBEATS));
  }

  Result run() throws IOException {
    Measurement.warmUp(Traffic.HTTP, roost, options.connections(), options.warmup());
    rehearse();
    long heap = roost.liveHeapBytes();
    long resident = roost.proc().residentKib();
    Result result;
    try (IdleSockets sockets = new IdleSockets(roost.port(), options.idle())) {
      progress.println(options.idle() + " connections are open");
      result = held(sockets, heap, resident);
    }
    Quiet.await(roost, progress);
    return left(result, heap);
  }

  /** What is made once, for the first connections, is not to be counted. */
  private void rehearse() throws IOException {
    try (IdleSockets sockets = new IdleSockets(roost.port(), Math.min(REHEARSAL, options.idle()))) {
      sockets.hold(TimeUnit.SECONDS.toNanos(pingSeconds(options) + 1L));
    }
    Quiet.await(roost, progress);
  }

  private Result held(IdleSockets sockets, long heap, long resident) throws IOException {
    long before = roost.proc().cpuMicros();
    sockets.hold(TimeUnit.SECONDS.toNanos(options.hold()) + IdleSocket.GRACE_NANOS);
    double cpu = (roost.proc().cpuMicros() - before) / MICROS_PER_MILLI / options.hold();
    long missed = sockets.missed(pingSeconds(options));
    double residentKib = roost.proc().residentKib() - resident;
    return new Result(
        (roost.liveHeapBytes() - heap) / BYTES_PER_KIB / options.idle(),
        residentKib / options.idle(),
        0,
        cpu,
        sockets.slowestSetUpMillis(),
        sockets.longestGapSeconds(),
        sockets.beats(),
        missed,
        sockets.closed());
  }

  private Result left(Result held, long heap) throws IOException {
    return new Result(
        held.heapKib(),
        held.residentKib(),
        (roost.liveHeapBytes() - heap) / BYTES_PER_KIB / options.idle(),
        held.cpuMillis(),
        held.setUpMillis(),
        held.gapSeconds(),
        held.beats(),
        held.missed(),
        held.closed());
  }
}
