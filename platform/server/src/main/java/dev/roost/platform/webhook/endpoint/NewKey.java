package dev.roost.platform.webhook.endpoint;

import dev.roost.client.webhook.WebhookSecret;
import dev.roost.client.webhook.WebhookSigningKey;
import dev.roost.spi.Secret;
import dev.roost.spi.WebhookEndpoint.SealedKey;

/**
 * A key that was just made, as Standard Webhooks writes it.
 *
 * @param signing what deliveries are signed with
 * @param verifying what their receiver needs: the same, or the public half
 */
record NewKey(Secret signing, Secret verifying) {
  static NewKey of(SealedKey.Kind kind) {
    return switch (kind) {
      case HMAC -> hmac();
      case ED25519 -> ed25519();
    };
  }

  private static NewKey hmac() {
    Secret secret = Secret.of(WebhookSecret.generate().reveal());
    return new NewKey(secret, secret);
  }

  private static NewKey ed25519() {
    WebhookSigningKey key = WebhookSigningKey.generate();
    return new NewKey(Secret.of(key.reveal()), Secret.of(key.verifyKey().toString()));
  }
}
