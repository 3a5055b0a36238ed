package dev.roost.platform.auth;

import dev.roost.platform.auth.oauth2.TokenHash;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.RpcError;
import dev.roost.spi.Principal;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured bearer tokens, as hashes, and whom each proves. */
final class BearerTokens {
  private static final String SCHEME = "bearer ";
  private static final int UNAUTHORIZED = 401;

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
    String authorization = credentials.authorization();
    Principal principal = null;
    if (authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      principal = principals.get(TokenHash.of(authorization.substring(SCHEME.length()).strip()));
    }
    if (principal == null) {
      throw new AsapException(unauthorized("Invalid authentication token"));
    }
    return principal;
  }

  /** The error of a caller that is not known. */
  static RpcError unauthorized(String reason) {
    return RpcError.invalidRequest(
        new JsonObject().put("error", reason).put("status_code", UNAUTHORIZED));
  }
}
