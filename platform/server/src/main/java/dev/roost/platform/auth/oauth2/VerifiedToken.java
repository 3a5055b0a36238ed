package dev.roost.platform.auth.oauth2;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a token proves.
 *
 * @param issuer who says so
 * @param subject who was given it
 * @param client which client asked for it
 * @param scopes what it is good for
 * @param until when it is not accepted any more
 * @param claims all that it says; not to be changed
 */
record VerifiedToken(
    String issuer,
    String subject,
    Optional<String> client,
    Set<String> scopes,
    Instant until,
    JsonObject claims) {
  VerifiedToken {
    scopes = Set.copyOf(scopes);
  }

  /** Leaves the claims out: they can be about people. */
  @Override
  public String toString() {
    return "VerifiedToken[" + issuer + "]";
  }
}
