package dev.roost.client;

import java.time.Duration;

/**
 * When a peer gets a rest: after so many failures in a row nothing is sent to it for a while; then
 * one message is, and decides.
 *
 * @param failures how many; 0 for never
 * @param rest how long
 */
public record CircuitPolicy(int failures, Duration rest) {
  /** Five failures, a minute. */
  public static final CircuitPolicy DEFAULTS = new CircuitPolicy(5, Duration.ofSeconds(60));

  /** No rest. */
  public static final CircuitPolicy OFF = new CircuitPolicy(0, Duration.ofSeconds(60));

  /**
   * @throws IllegalArgumentException if a value is negative
   */
  public CircuitPolicy {
    if (failures < 0) {
      throw new IllegalArgumentException("failures must not be negative: " + failures);
    }
    Positive.check("rest", rest);
  }
}
