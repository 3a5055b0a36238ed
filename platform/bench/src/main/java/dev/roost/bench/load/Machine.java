package dev.roost.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a run took place: figures mean nothing without. */
final class Machine {
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

  private static String line(String file, String name) throws IOException {
    for (String line : Files.readAllLines(Path.of(file))) {
      if (line.startsWith(name)) {
        return line.substring(line.indexOf(':') + 1).trim();
      }
    }
    return "unknown";
  }
}
