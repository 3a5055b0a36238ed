package dev.roost.platform.webhook.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** The events that an endpoint can subscribe to. */
public final class EventTypes {
  /** What an endpoint is sent to see whether it answers; nobody subscribes to it. */
  public static final String PING = "ping";

  /** What can happen to a task. */
  public static final List<String> KNOWN =
      List.of(
          "task.started",
          "task.progress",
          "task.input_required",
          "task.completed",
          "task.failed",
          "task.cancelled",
          "artifact.ready");

  private static final List<String> GROUPS = List.of("task.*", "artifact.*", "*");
  private static final int LONGEST = 64;

  private EventTypes() {}

  /**
   * Checks what somebody subscribes to.
   *
   * @param events types, or groups such as {@code task.*}
   * @return each once
   * @throws IllegalArgumentException if one is unknown, with the one that was probably meant
   */
  public static List<String> check(List<String> events) {
    if (events.isEmpty() || events.size() > KNOWN.size() + GROUPS.size()) {
      throw new IllegalArgumentException(
          "/events must be a list of 1 to " + (KNOWN.size() + GROUPS.size()));
    }
    for (int i = 0; i < events.size(); i++) {
      check("/events/" + i, events.get(i));
    }
    return List.copyOf(new LinkedHashSet<>(events));
  }

  private static void check(String where, String event) {
    if (!KNOWN.contains(event) && !GROUPS.contains(event)) {
      throw new IllegalArgumentException(
          where + " is no event" + guess(event) + "; there are " + String.join(", ", all()));
    }
  }

  private static List<String> all() {
    List<String> all = new ArrayList<>(KNOWN);
    all.addAll(GROUPS);
    return all;
  }

  private static String guess(String event) {
    return event.length() > LONGEST ? "" : "; did you mean " + NearestText.to(event, all()) + "?";
  }
}
