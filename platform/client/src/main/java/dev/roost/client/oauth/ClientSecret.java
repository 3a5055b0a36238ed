package dev.roost.client.oauth;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.Secret;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Shows a secret in the header {@code Authorization} (RFC 6749, 2.3.1). */
final class ClientSecret extends ClientAuthentication {
  private final Secret secret;

  ClientSecret(String clientId, Secret secret) {
    super(clientId);
    this.secret = requireNonNull(secret, "secret");
  }

  @Override
  boolean confidential() {
    return true;
  }

  @Override
  void authenticate(String issuer, Instant now, MultiMap headers, Form form) {
    String pair = Form.encode(clientId()) + ':' + Form.encode(secret.reveal());
    headers.set(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }
}
