package dev.roost.platform.auth;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a caller shows: the message on {@code roost.auth.authenticate}.
 *
 * @param authorization the value of the {@code Authorization} header
 */
public record Credentials(String authorization) {
  private static final String SCHEME = "bearer ";

  /** Refuses missing parts. */
  public Credentials {
    requireNonNull(authorization, "authorization");
  }

  /** The token, if they are of the bearer scheme and there is one. */
  Optional<String> bearerToken() {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(authorization.substring(SCHEME.length()).strip())
            .filter(token -> !token.isEmpty())
        : Optional.empty();
  }

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return "Credentials[***]";
  }
}
