package dev.roost.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Limits and times of a client.
 *
 * @param timeout how long one attempt may take, 60 seconds by default
 * @param quiet how long a stream may be without a byte, 60 seconds by default
 * @param maxAnswerBytes how long an answer, or one event of a stream, may be, 10 MiB by default
 * @param maxBatch how many messages one batch may have, 50 by default
 * @param compression whether large messages are compressed, yes by default
 * @param retry when a message is sent again
 * @param resume when the connection to a task that is followed is opened again
 * @param circuit when a peer gets a rest
 */
public record ClientSettings(
    Duration timeout,
    Duration quiet,
    int maxAnswerBytes,
    int maxBatch,
    boolean compression,
    RetryPolicy retry,
    RetryPolicy resume,
    CircuitPolicy circuit) {
  /** The settings of a client about which nothing was said. */
  public static final ClientSettings DEFAULTS =
      new ClientSettings(
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          10 * 1024 * 1024,
          50,
          true,
          RetryPolicy.DEFAULTS,
          RetryPolicy.PATIENT,
          CircuitPolicy.DEFAULTS);

  /**
   * @throws IllegalArgumentException if a time or a limit is not positive
   */
  public ClientSettings {
    Positive.check("timeout", timeout);
    Positive.check("quiet", quiet);
    Positive.check("maxAnswerBytes", maxAnswerBytes);
    Positive.check("maxBatch", maxBatch);
    requireNonNull(retry, "retry");
    requireNonNull(resume, "resume");
    requireNonNull(circuit, "circuit");
  }
}
