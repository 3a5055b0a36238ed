package dev.roost.spi;

import static java.util.Objects.requireNonNull;

/**
 * What several tasks have used together.
 *
 * @param key what they have in common: an agent, a consumer, a day such as {@code 2026-03-04}, or a
 *     week such as {@code 2026-W10}; empty for all
 * @param total the sums; one that no {@code long} can hold is the greatest
 * @param tasks how many there were
 * @param agents how many agents ran them
 * @param consumers how many asked for them
 */
public record UsageAggregate(
    String key, UsageEvent.Metrics total, long tasks, long agents, long consumers) {
  /** Refuses missing parts. */
  public UsageAggregate {
    requireNonNull(key, "key");
    requireNonNull(total, "total");
  }

  /** Tokens read and written for each task. */
  public double averageTokens() {
    return tasks == 0 ? 0 : ((double) total.tokensIn() + total.tokensOut()) / tasks;
  }

  /** Milliseconds for each task. */
  public double averageDurationMs() {
    return tasks == 0 ? 0 : (double) total.durationMs() / tasks;
  }
}
