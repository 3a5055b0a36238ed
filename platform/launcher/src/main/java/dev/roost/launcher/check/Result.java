package dev.roost.launcher.check;

import static java.util.Objects.requireNonNull;

/** A check and what came of it. */
public record Result(Check check, Outcome outcome) {
  /** Refuses missing parts. */
  public Result {
    requireNonNull(check, "check");
    requireNonNull(outcome, "outcome");
  }

  boolean isOf(Suite suite) {
    return check.category().suite() == suite;
  }
}
