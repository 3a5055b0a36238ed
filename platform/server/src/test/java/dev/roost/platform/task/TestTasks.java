package dev.roost.platform.task;

import dev.roost.platform.state.MemoryBackend;
import java.time.Duration;

/** Tables of tasks for tests. */
public final class TestTasks {
  private TestTasks() {}

  /** As shipped, but for the number of tasks. */
  public static TaskSettings settings(int maxLive) {
    return new TaskSettings(
        maxLive,
        Duration.ofSeconds(600),
        Duration.ofSeconds(50),
        Duration.ofSeconds(5),
        Duration.ofHours(24),
        true,
        Duration.ofSeconds(30),
        3);
  }

  /** A table of the node {@code node1}. */
  static LiveTasks table(int maxLive) {
    return new LiveTasks("node1", settings(maxLive), new MemoryBackend(Duration.ofHours(24)));
  }
}
