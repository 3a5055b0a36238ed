package dev.roost.platform.webhook;

import java.time.Duration;
import java.util.Map;

/** What many tests need. */
final class Samples {
  /** Signs nothing, but says which delivery it is. */
  static final AttemptSigner SIGNER =
      (id, at, body) ->
          Map.of("webhook-id", id, "webhook-timestamp", Long.toString(at.getEpochSecond()));

  private Samples() {}

  /** The shipped ones. */
  static DeliverySettings settings() {
    return DeliverySettings.of("1.2.3");
  }

  /** With another time for attempts. */
  static DeliverySettings attempts(Duration attempt) {
    return with(settings(), attempt, settings().perSecond());
  }

  /** With another time for attempts, and so many of them a second. */
  static DeliverySettings with(DeliverySettings others, Duration attempt, int perSecond) {
    return new DeliverySettings(
        attempt,
        others.lease(),
        others.readBytes(),
        others.keptBytes(),
        others.inFlight(),
        others.perTarget(),
        others.waiting(),
        others.heldBytes(),
        perSecond,
        perSecond,
        others.stopping(),
        others.backlog(),
        others.userAgent());
  }

  /** With another length of leases. */
  static DeliverySettings leased(DeliverySettings others, Duration lease) {
    return new DeliverySettings(
        others.attempt(),
        lease,
        others.readBytes(),
        others.keptBytes(),
        others.inFlight(),
        others.perTarget(),
        others.waiting(),
        others.heldBytes(),
        others.perSecond(),
        others.burst(),
        others.stopping(),
        others.backlog(),
        others.userAgent());
  }
}
