package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * What the token endpoint gave.
 *
 * @param idToken who logged in, if that was asked for
 */
record TokenAnswer(
    Secret accessToken,
    Instant since,
    Instant until,
    Optional<Secret> refreshToken,
    Optional<Secret> idToken) {
  IssuedToken token() {
    return new IssuedToken(accessToken, since, until);
  }
}
