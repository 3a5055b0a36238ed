package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import io.vertx.core.Future;
import java.util.Optional;

/** The client's own tokens (RFC 6749, 4.4). */
record ClientCredentialsGrant(TokenEndpoint endpoint) implements Grant {
  @Override
  public Future<IssuedToken> obtain(Optional<Secret> refused) {
    return endpoint
        .ask(endpoint.target().addTo(new Form().put("grant_type", "client_credentials")))
        .map(TokenAnswer::token);
  }
}
