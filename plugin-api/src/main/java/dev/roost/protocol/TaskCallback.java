package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the caller of a task wants to be told of what happens to it. Its text does not show the
 * secret.
 *
 * @param url the address that is called
 * @param events of what; null of everything
 * @param secret what the calls are signed with; null if they are not to be
 */
public record TaskCallback(String url, @Nullable List<String> events, @Nullable String secret) {
  /** Refuses missing parts. */
  public TaskCallback {
    requireNonNull(url, "url");
    events = events == null ? null : List.copyOf(events);
  }

  @Override
  public String toString() {
    return "TaskCallback[url=" + url + ", events=" + events + "]";
  }
}
