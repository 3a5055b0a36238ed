package dev.roost.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a run took place: figures mean nothing without. */
final class Machine {
  /** What a process has open beside its connections. */
  private static final int OPEN_FILES = 500;

  private Machine() {}

  static List<String> describe() throws IOException {
    return List.of(
        "processor: "
            + line("/proc/cpuinfo", "model name")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " of them",
        "memory: " + line("/proc/meminfo", "MemTotal"),
        "system: " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
        "java: "
            + System.getProperty("java.vendor.version", System.getProperty("java.vendor"))
            + " "
            + System.getProperty("java.runtime.version"),
        "load average before: " + Files.readString(Path.of("/proc/loadavg")).trim());
  }

  /**
   * Fails if this process may not open so many files beside its own; those that it starts may open
   * as many as it.
   */
  static void checkOpenFiles(int wanted) throws IOException {
    String text = line("/proc/self/limits", "Max open files");
    int allowed = Integer.parseInt(text.split(" +")[3]);
    if (allowed < wanted + OPEN_FILES) {
      throw new LoadException(
          wanted
              + " connections need as many open files and "
              + OPEN_FILES
              + " more, but this shell allows "
              + allowed
              + "; raise it (ulimit -n) or ask for fewer");
    }
  }

  private static String line(String file, String name) throws IOException {
    for (String line : Files.readAllLines(Path.of(file))) {
      if (line.startsWith(name)) {
        return line.substring(line.indexOf(':') + 1).trim();
      }
    }
    return "unknown";
  }
}
