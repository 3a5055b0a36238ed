package dev.roost.launcher.command;

import dev.roost.client.oauth.IdentityProvider;
import dev.roost.client.oauth.OAuthTokens;
import dev.roost.client.oauth.Session;
import dev.roost.client.oauth.TokenStore;
import dev.roost.launcher.OperationFailedException;
import dev.roost.launcher.Surroundings;
import dev.roost.outbound.HttpUrl;
import dev.roost.spi.Secret;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** The token of who has logged in for an agent, refreshed if need be. */
final class StoredLogin {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LoginOptions options;
  private final Surroundings surroundings;

  StoredLogin(LoginOptions options, Surroundings surroundings) {
    this.options = options;
    this.surroundings = surroundings;
  }

  /** The token for the agent at {@code url}. */
  Secret token(String url) {
    return Waiting.withVertx(vertx -> token(vertx, url));
  }

  private Secret token(Vertx vertx, String url) {
    TokenStore store = options.store(vertx, surroundings);
    Session session = find(Waiting.await(store.sessions(), PATIENCE), url);
    IdentityProvider provider = IdentityProvider.builder(session.issuer()).vertx(vertx).build();
    OAuthTokens tokens =
        OAuthTokens.loggedIn(
            provider, options.client(session.clientId(), surroundings), store, session.target());
    return Waiting.await(tokens.token(url), PATIENCE).orElseThrow();
  }

  /** Of several logins for the agent's origin the one for this very URL, or the last. */
  private static Session find(List<Session> sessions, String url) {
    String origin = HttpUrl.parse(url).origin();
    return sessions.stream()
        .filter(session -> HttpUrl.parse(session.target().peer()).origin().equals(origin))
        .max(
            Comparator.comparing((Session session) -> session.target().peer().equals(url))
                .thenComparing(Session::since))
        .orElseThrow(
            () ->
                new OperationFailedException(
                    "Nobody is logged in for " + origin + "; run: roost login " + url));
  }
}
