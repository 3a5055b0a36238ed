package dev.roost.client.oauth;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The end of logins: they are forgotten, and then taken back at the identity provider (RFC 7009),
 * if it takes tokens back. What a peer was shown may be good there until its end all the same.
 */
public final class Logout {
  private final IdentityProvider provider;
  private final ClientAuthentication client;
  private final TokenStore store;

  private Logout(IdentityProvider provider, ClientAuthentication client, TokenStore store) {
    this.provider = requireNonNull(provider, "provider");
    this.client = requireNonNull(client, "client");
    this.store = requireNonNull(store, "store");
  }

  /**
   * What came of it.
   *
   * @param forgotten how many logins there were; none of them is stored any more
   * @param revoked how many of them the provider took back
   * @param problem why it did not take back all; none if it never does
   */
  public record Outcome(int forgotten, int revoked, Optional<OAuthException> problem) {}

  /**
   * Ends all logins of a client at a provider, whatever they are for.
   *
   * @return fails with {@link OAuthException} only if the store does; then nothing has changed
   */
  public static Future<Outcome> of(
      IdentityProvider provider, ClientAuthentication client, TokenStore store) {
    Logout logout = new Logout(provider, client, store);
    return Contexts.later(provider.vertx, logout::run);
  }

  private Future<Outcome> run() {
    return store.alone(this::forget).compose(this::revoke);
  }

  /** First, so that nobody goes on with what is about to be taken back. */
  private Future<List<Session>> forget() {
    List<Session> forgotten = new ArrayList<>();
    return store
        .change(
            all -> {
              forgotten.clear();
              all.stream().filter(this::isOurs).forEach(forgotten::add);
              return all.stream().filter(session -> !isOurs(session)).toList();
            })
        .map(left -> List.copyOf(forgotten));
  }

  private boolean isOurs(Session session) {
    return session.issuer().equals(provider.issuer())
        && session.clientId().equals(client.clientId());
  }

  private Future<Outcome> revoke(List<Session> sessions) {
    if (sessions.isEmpty()) {
      return Future.succeededFuture(new Outcome(0, 0, Optional.empty()));
    }
    return provider
        .metadata()
        .compose(metadata -> revoke(metadata, sessions, new Outcome(sessions.size(), 0, none())))
        .otherwise(
            failure -> new Outcome(sessions.size(), 0, Optional.of(OAuthException.from(failure))));
  }

  private static Optional<OAuthException> none() {
    return Optional.empty();
  }

  private Future<Outcome> revoke(
      ProviderMetadata metadata, List<Session> sessions, Outcome before) {
    if (metadata.revocation().isEmpty()) {
      return Future.succeededFuture(before);
    }
    Future<Outcome> all = Future.succeededFuture(before);
    for (Session session : sessions) {
      all = all.compose(outcome -> counted(outcome, revoke(metadata, session)));
    }
    return all;
  }

  /** One that fails does not keep the next from being tried; the first reason is told. */
  private static Future<Outcome> counted(Outcome before, Future<Void> revoked) {
    return revoked.transform(
        done ->
            Future.succeededFuture(
                done.succeeded()
                    ? new Outcome(before.forgotten(), before.revoked() + 1, before.problem())
                    : new Outcome(
                        before.forgotten(),
                        before.revoked(),
                        before
                            .problem()
                            .or(() -> Optional.of(OAuthException.from(done.cause()))))));
  }

  /** With the refresh token a provider takes back the access tokens that came of it. */
  private Future<Void> revoke(ProviderMetadata metadata, Session session) {
    String kind = session.refreshToken().isPresent() ? "refresh_token" : "access_token";
    Form form =
        new Form()
            .put("token", session.refreshToken().orElse(session.accessToken()).reveal())
            .put("token_type_hint", kind);
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    client.authenticate(provider.issuer(), provider.clock.instant(), headers, form);
    return provider
        .post(metadata.revocation().orElseThrow(), headers, form)
        .compose(answer -> answer.ok() ? Future.succeededFuture() : refused(answer));
  }

  private Future<Void> refused(ProviderAnswer answer) {
    return Future.failedFuture(
        OAuthException.of(
            answer.busy() ? OAuthProblem.UNREACHABLE : OAuthProblem.REFUSED,
            "The identity provider "
                + provider.issuer()
                + " did not take the login back (status "
                + answer.status()
                + "); end the session there, if the token may be in other hands"));
  }
}
