package dev.roost.launcher.check;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a run found.
 *
 * @param root the agent's root
 * @param results one for each check that was asked for
 */
public record Report(URI root, List<Result> results) {
  /** Refuses missing parts and copies the list. */
  public Report {
    requireNonNull(root, "root");
    results = List.copyOf(results);
  }

  /** Of all checks. */
  public Score score() {
    return Score.of(results);
  }

  /** Of the checks of each suite that was asked for, in the order of the suites. */
  public Map<Suite, Score> scores() {
    Map<Suite, Score> scores = new EnumMap<>(Suite.class);
    for (Suite suite : Suite.values()) {
      List<Result> own = results.stream().filter(result -> result.isOf(suite)).toList();
      if (!own.isEmpty()) {
        scores.put(suite, Score.of(own));
      }
    }
    return scores;
  }

  /** How many checks could not be tried, since one that they need failed. */
  public long notChecked() {
    return results.stream()
        .filter(result -> result.outcome() instanceof Outcome.NotChecked)
        .count();
  }

  /** Says whether no rule was found broken. */
  public boolean passed() {
    Score score = score();
    return score.passed() == score.total() && notChecked() == 0;
  }
}
