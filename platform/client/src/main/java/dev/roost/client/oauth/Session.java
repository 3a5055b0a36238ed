package dev.roost.client.oauth;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * What a login brought.
 *
 * @param issuer who gave it
 * @param clientId to which client
 * @param target for which peer
 * @param accessToken what is shown to the peer
 * @param since from when
 * @param until until when
 * @param refreshToken with what the next one is had, if the provider gave that
 * @param subject the provider's name for who logged in, if it was told
 * @param name a name for people
 */
public record Session(
    String issuer,
    String clientId,
    TokenTarget target,
    Secret accessToken,
    Instant since,
    Instant until,
    Optional<Secret> refreshToken,
    Optional<String> subject,
    Optional<String> name) {
  /** Refuses missing parts. */
  public Session {
    requireNonNull(issuer, "issuer");
    requireNonNull(clientId, "clientId");
    requireNonNull(target, "target");
    requireNonNull(accessToken, "accessToken");
    requireNonNull(since, "since");
    requireNonNull(until, "until");
    requireNonNull(refreshToken, "refreshToken");
    requireNonNull(subject, "subject");
    requireNonNull(name, "name");
  }

  /** The same after a refresh; a provider that gives no new refresh token means the old one. */
  Session refreshed(TokenAnswer answer) {
    return new Session(
        issuer,
        clientId,
        target,
        answer.accessToken(),
        answer.since(),
        answer.until(),
        answer.refreshToken().or(this::refreshToken),
        subject,
        name);
  }

  IssuedToken token() {
    return new IssuedToken(accessToken, since, until);
  }

  /** Whether it is one of a client for a target. */
  boolean isOf(String issuerName, String client, TokenTarget wanted) {
    return issuer.equals(issuerName) && clientId.equals(client) && target.equals(wanted);
  }
}
