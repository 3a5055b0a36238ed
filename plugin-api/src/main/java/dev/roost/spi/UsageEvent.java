package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What a task has used.
 *
 * @param id the event, conventionally {@code evt_} and a ULID
 * @param taskId the task
 * @param agentId who ran it
 * @param consumerId who asked for it
 * @param metrics what it used
 * @param timestamp when, not before 1970
 */
public record UsageEvent(
    String id,
    String taskId,
    String agentId,
    String consumerId,
    Metrics metrics,
    Instant timestamp) {
  /**
   * Numbers, none negative.
   *
   * @param tokensIn tokens read
   * @param tokensOut tokens written
   * @param durationMs milliseconds
   * @param apiCalls calls of others
   */
  public record Metrics(long tokensIn, long tokensOut, long durationMs, long apiCalls) {
    /** Nothing. */
    public static final Metrics NONE = new Metrics(0, 0, 0, 0);

    /** Refuses negative numbers. */
    public Metrics {
      if (tokensIn < 0 || tokensOut < 0 || durationMs < 0 || apiCalls < 0) {
        throw new IllegalArgumentException("usage is not negative");
      }
    }

    /** Tokens read and written; a sum that no {@code long} can hold is the greatest. */
    public long tokens() {
      return sum(tokensIn, tokensOut);
    }

    /** Both together; a sum that no {@code long} can hold is the greatest. */
    public Metrics plus(Metrics other) {
      return new Metrics(
          sum(tokensIn, other.tokensIn),
          sum(tokensOut, other.tokensOut),
          sum(durationMs, other.durationMs),
          sum(apiCalls, other.apiCalls));
    }

    private static long sum(long one, long other) {
      long sum = one + other;
      return sum < 0 ? Long.MAX_VALUE : sum;
    }
  }

  /** Refuses missing parts. */
  public UsageEvent {
    requireNonNull(id, "id");
    requireNonNull(taskId, "taskId");
    requireNonNull(agentId, "agentId");
    requireNonNull(consumerId, "consumerId");
    requireNonNull(metrics, "metrics");
    if (timestamp.isBefore(Instant.EPOCH)) {
      throw new IllegalArgumentException("usage is not older than 1970: " + timestamp);
    }
  }
}
