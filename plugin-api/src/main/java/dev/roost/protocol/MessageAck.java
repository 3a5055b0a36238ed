package dev.roost.protocol;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Acknowledges an envelope that asked for it.
 *
 * @param originalEnvelopeId the envelope
 * @param status what became of it
 * @param error why it was refused
 */
public record MessageAck(String originalEnvelopeId, AckStatus status, @Nullable String error)
    implements Payload {
  /** Refuses missing parts. */
  public MessageAck {
    requireNonNull(originalEnvelopeId, "originalEnvelopeId");
    requireNonNull(status, "status");
  }
}
