package dev.roost.platform.webhook.endpoint;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.Secret;
import dev.roost.spi.WebhookEndpoint;

/**
 * An endpoint with a new key. This is the only time that the key is shown.
 *
 * @param endpoint the endpoint
 * @param key what its receiver verifies with: {@code whsec_…}, or {@code whpk_…} of a pair
 */
public record Issued(WebhookEndpoint endpoint, Secret key) {
  /** Refuses missing parts. */
  public Issued {
    requireNonNull(endpoint, "endpoint");
    requireNonNull(key, "key");
  }
}
