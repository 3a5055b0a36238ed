package dev.roost.launcher.check;

import java.util.List;

/**
 * How many checks passed, of those that say something of the peer.
 *
 * @param passed those that passed
 * @param total those that passed or failed
 */
public record Score(long passed, long total) {
  static Score of(List<Result> results) {
    return new Score(
        results.stream().filter(result -> result.outcome() instanceof Outcome.Passed).count(),
        results.stream().filter(result -> result.outcome().counts()).count());
  }

  /** The share that passed, from 0 to 1; 0 where nothing was asked, as the reference has it. */
  public double share() {
    return total == 0 ? 0 : (double) passed / total;
  }

  @Override
  public String toString() {
    return passed + "/" + total;
  }
}
