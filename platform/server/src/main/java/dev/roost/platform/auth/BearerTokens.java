package dev.roost.platform.auth;

import dev.roost.platform.auth.oauth2.TokenHash;
import dev.roost.protocol.AsapException;
import dev.roost.spi.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured bearer tokens, as hashes, and whom each proves. */
final class BearerTokens {
  private final Map<TokenHash, Principal> principals;

  BearerTokens(List<AuthConfig.BearerToken> tokens) {
    Map<TokenHash, Principal> known = new HashMap<>();
    for (AuthConfig.BearerToken token : tokens) {
      known.put(
          TokenHash.of(token.token().reveal()),
          new Principal(token.agent().value(), Optional.of(token.agent()), token.scopes()));
    }
    principals = Map.copyOf(known);
  }

  /**
   * Whom the credentials prove.
   *
   * @throws AsapException -32600 with {@code status_code} 401 if they are of another scheme or
   *     unknown
   */
  Principal authenticate(Credentials credentials) {
    return credentials
        .bearerToken()
        .map(token -> principals.get(TokenHash.of(token)))
        .orElseThrow(() -> new AsapException(AuthErrors.invalid()));
  }
}
