package dev.roost.client.oauth;

import java.time.Duration;

/** Why there is no token. */
public enum OAuthProblem {
  /** The identity provider does not answer, or says that it cannot now. */
  UNREACHABLE(true, Duration.ofSeconds(1)),
  /** A URL of the identity provider may not be used, or has no address. */
  UNUSABLE_URL(false, Duration.ofSeconds(60)),
  /** What the identity provider tells about itself cannot be relied on. */
  METADATA(false, Duration.ofSeconds(60)),
  /** The identity provider does not take the client for what it says it is. */
  CLIENT_REFUSED(false, Duration.ofMinutes(5)),
  /** The identity provider does not give this client such a token. */
  REFUSED(false, Duration.ofSeconds(60)),
  /** What the identity provider answered is no token, or not the one that was asked for. */
  ANSWER(false, Duration.ofSeconds(60)),
  /** The token may be used for less than was asked for. */
  SCOPE(false, Duration.ofSeconds(60)),
  /** The ID token is none, or not about this login. */
  ID_TOKEN(false, Duration.ofSeconds(60)),
  /** The login was refused, broken off, or what came back does not belong to it. */
  LOGIN(false, Duration.ofSeconds(5)),
  /** Nobody is logged in, or no longer. */
  LOGIN_NEEDED(false, Duration.ofSeconds(5)),
  /** The stored tokens cannot be read or written. */
  STORE(false, Duration.ofSeconds(5));

  private final boolean retryable;
  private final Duration rest;

  OAuthProblem(boolean retryable, Duration rest) {
    this.retryable = retryable;
    this.rest = rest;
  }

  /** Whether the same may succeed a moment later. */
  public boolean retryable() {
    return retryable;
  }

  /** How long the provider is not asked again. */
  Duration rest() {
    return rest;
  }
}
