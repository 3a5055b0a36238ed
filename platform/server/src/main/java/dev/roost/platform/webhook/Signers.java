package dev.roost.platform.webhook;

import dev.roost.client.webhook.WebhookSecret;
import dev.roost.client.webhook.WebhookSigner;
import dev.roost.client.webhook.WebhookSigningKey;
import dev.roost.spi.WebhookEndpoint.SealedKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Opens keys when they are needed, and signs with those that are valid then: the newest, and for a
 * while after a rotation those before it.
 */
final class Signers {
  private final Sealer sealer;
  private final Duration rotation;
  private final Clock clock;

  Signers(Sealer sealer, Duration rotation, Clock clock) {
    this.sealer = sealer;
    this.rotation = rotation;
    this.clock = clock;
  }

  /** With keys of an endpoint, the newest first. */
  AttemptSigner of(List<SealedKey> keys) {
    List<SealedKey> valid = valid(keys, clock.instant());
    return (id, at, body) -> WebhookSigner.of(secrets(valid), edwards(valid)).headers(id, at, body);
  }

  /** With the secret of a callback, if it has one. */
  AttemptSigner of(Optional<String> sealed) {
    return (id, at, body) ->
        WebhookSigner.of(sealed.map(this::secret).stream().toList()).headers(id, at, body);
  }

  private List<SealedKey> valid(List<SealedKey> keys, Instant now) {
    return keys.stream()
        .filter(key -> key.retiredAt().map(at -> at.plus(rotation).isAfter(now)).orElse(true))
        .toList();
  }

  private List<WebhookSecret> secrets(List<SealedKey> keys) {
    return keys.stream()
        .filter(key -> key.kind() == SealedKey.Kind.HMAC)
        .map(key -> secret(key.sealed()))
        .toList();
  }

  private WebhookSecret secret(String sealed) {
    return WebhookSecret.parse(sealer.open(sealed));
  }

  private List<WebhookSigningKey> edwards(List<SealedKey> keys) {
    return keys.stream()
        .filter(key -> key.kind() == SealedKey.Kind.ED25519)
        .map(key -> WebhookSigningKey.parse(sealer.open(key.sealed())))
        .toList();
  }
}
