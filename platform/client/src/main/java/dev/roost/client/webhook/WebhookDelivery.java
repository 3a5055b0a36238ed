package dev.roost.client.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * An event as it was delivered, and believed.
 *
 * @param id the same on every attempt, to tell repetitions by; absent where only {@code
 *     X-ASAP-Signature} was there
 * @param attemptAt when the sender made this attempt, likewise
 * @param event what it tells
 */
public record WebhookDelivery(
    Optional<String> id, Optional<Instant> attemptAt, WebhookEvent event) {
  /** Refuses missing parts. */
  public WebhookDelivery {
    requireNonNull(id, "id");
    requireNonNull(attemptAt, "attemptAt");
    requireNonNull(event, "event");
  }
}
