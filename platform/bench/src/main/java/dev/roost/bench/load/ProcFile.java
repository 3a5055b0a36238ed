package dev.roost.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What Linux tells of a process under {@code /proc}. */
final class ProcFile {
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long CLOCK_TICKS_PER_SECOND = clockTicks();

  private final Path directory;

  ProcFile(long pid) {
    this.directory = Path.of("/proc", String.valueOf(pid));
  }

  /** User and system time of all its threads so far. */
  long cpuMicros() throws IOException {
    String stat = Files.readString(directory.resolve("stat"));
    // the name of the program stands in parentheses and may hold anything
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
    return ticks * MICROS_PER_SECOND / CLOCK_TICKS_PER_SECOND;
  }

  long residentKib() throws IOException {
    for (String line : Files.readAllLines(directory.resolve("status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("No VmRSS in " + directory.resolve("status"));
  }

  /** The command line, word by word. */
  List<String> command() throws IOException {
    return List.of(Files.readString(directory.resolve("cmdline")).split("\0"));
  }

  private static long clockTicks() {
    try {
      Process getconf = new ProcessBuilder("getconf", "CLK_TCK").start();
      String answer = new String(getconf.getInputStream().readAllBytes()).trim();
      getconf.waitFor(5, TimeUnit.SECONDS);
      return Long.parseLong(answer);
    } catch (IOException | NumberFormatException e) {
      throw new LoadException("'getconf CLK_TCK' does not say how long a clock tick is", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("Interrupted", e);
    }
  }
}
