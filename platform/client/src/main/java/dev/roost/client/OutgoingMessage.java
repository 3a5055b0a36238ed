package dev.roost.client;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.Envelope;
import java.time.Duration;

/**
 * A message on its way to an agent. The same on every attempt.
 *
 * @param envelope what is sent
 * @param idempotencyKey by which the peer knows it again
 * @param timeout how long one attempt may take
 */
public record OutgoingMessage(Envelope envelope, String idempotencyKey, Duration timeout) {
  /** Refuses missing parts. */
  public OutgoingMessage {
    requireNonNull(envelope, "envelope");
    requireNonNull(idempotencyKey, "idempotencyKey");
    requireNonNull(timeout, "timeout");
  }
}
