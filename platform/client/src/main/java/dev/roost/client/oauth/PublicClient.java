package dev.roost.client.oauth;

import io.vertx.core.MultiMap;
import java.time.Instant;

/** Says its name only. */
final class PublicClient extends ClientAuthentication {
  PublicClient(String clientId) {
    super(clientId);
  }

  @Override
  boolean confidential() {
    return false;
  }

  @Override
  void authenticate(String issuer, Instant now, MultiMap headers, Form form) {
    form.put("client_id", clientId());
  }
}
