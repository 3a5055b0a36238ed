package dev.roost.platform.plugin;

import java.util.Arrays;
import java.util.stream.Collectors;

/** On which threads an agent runs. */
public enum Threading {
  /** On an event loop: never blocks. */
  EVENT_LOOP("event-loop"),
  /** On worker threads of the plugin's own: may block, which holds up this agent only. */
  WORKER("worker"),
  /** On a virtual thread for each task: may block; from JDK 21 on. */
  VIRTUAL("virtual");

  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  private final String spelling;

  Threading(String spelling) {
    this.spelling = spelling;
  }

  /** As it is written in the configuration. */
  public String spelling() {
    return spelling;
  }

  /** Whether this Java runtime has such threads. */
  boolean isAvailable() {
    return this != VIRTUAL || Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
  }

  /**
   * Reads {@link #spelling()}.
   *
   * @throws IllegalArgumentException if there is none, with those that there are
   */
  public static Threading of(String spelling) {
    return Arrays.stream(values())
        .filter(threading -> threading.spelling.equals(spelling))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no threading '"
                        + spelling
                        + "'; there is "
                        + Arrays.stream(values())
                            .map(Threading::spelling)
                            .collect(Collectors.joining(", "))));
  }
}
