package dev.roost.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server under measurement: a process of its own, ended by its handle whatever happens. */
final class ServerProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 20;

  private final String name;
  private final int port;
  private final Process process;
  private final ProcFile proc;
  private final Path log;
  private final Thread guard;
  private final long startedNanos;
  private long firstAnswerNanos;

  private ServerProcess(String name, int port, Process process, Path log, long startedNanos) {
    this.name = name;
    this.port = port;
    this.process = process;
    this.proc = new ProcFile(process.pid());
    this.log = log;
    this.startedNanos = startedNanos;
    this.guard = new Thread(process::destroyForcibly, "guard-of-" + name);
    Runtime.getRuntime().addShutdownHook(guard);
  }

  static ServerProcess start(String name, int port, Path home, Path log, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    long now = System.nanoTime();
    return new ServerProcess(name, port, builder.start(), log, now);
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  ProcFile proc() {
    return proc;
  }

  long startedNanos() {
    return startedNanos;
  }

  /** How long the first good answer took from the start of the process. */
  long firstAnswerNanos() {
    return firstAnswerNanos;
  }

  void awaitFirstAnswer(Traffic traffic) throws IOException {
    firstAnswerNanos = FirstAnswer.await(this, traffic);
  }

  /** Says what is wrong if it does not run any more. */
  void checkAlive() {
    if (!process.isAlive()) {
      throw new LoadException(
          "The " + name + " server ended with " + process.exitValue() + "; see " + log);
    }
  }

  /** Fails if memory ran out at some time, of the heap or outside it. */
  void checkMemory() throws IOException {
    checkAlive();
    String text = Files.readString(log);
    if (text.contains("OutOfMemoryError") || text.contains("OutOfDirectMemoryError")) {
      throw new LoadException("The " + name + " server ran out of memory; see " + log);
    }
  }

  /** What is left of the heap after a collection. */
  long liveHeapBytes() throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(proc.command().get(0)).resolveSibling("jcmd").toString(),
                String.valueOf(process.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String[] total = histogram.strip().lines().reduce((first, last) -> last).orElse("").split(" +");
    if (total.length < 3 || !total[0].equals("Total")) {
      throw new LoadException("'jcmd GC.class_histogram' has no total: " + histogram);
    }
    return Long.parseLong(total[2]);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(guard);
  }
}
