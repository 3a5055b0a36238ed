package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of who is logged in. A refresh token is used once and by one process at a time; the
 * old one lies in the store until the new one does. When the store takes it not, it is kept here,
 * and the store tried again; when the provider refuses it, the session is over and forgotten.
 */
final class RefreshGrant implements Grant {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshGrant.class);

  /** What is stored is shown when it is good for this time. */
  private static final Duration SPARE = Duration.ofSeconds(60);

  private final TokenEndpoint endpoint;
  private final TokenStore store;
  private @Nullable Session unsaved;

  RefreshGrant(TokenEndpoint endpoint, TokenStore store) {
    this.endpoint = endpoint;
    this.store = store;
  }

  @Override
  public Future<IssuedToken> obtain(Optional<Secret> refused) {
    return store.alone(() -> session().compose(session -> token(session, refused)));
  }

  private Future<Session> session() {
    Session kept = unsaved;
    return kept != null
        ? save(kept).map(kept)
        : store.sessions().map(all -> find(all).orElseThrow(this::nobody));
  }

  private Optional<Session> find(List<Session> all) {
    return all.stream().filter(this::isOurs).findFirst();
  }

  private boolean isOurs(Session session) {
    return session.isOf(
        endpoint.provider().issuer(), endpoint.client().clientId(), endpoint.target());
  }

  /** Another process may have refreshed it already. */
  private Future<IssuedToken> token(Session session, Optional<Secret> refused) {
    Instant now = endpoint.provider().clock.instant();
    boolean good =
        now.isBefore(session.until().minus(spare(session)))
            && refused.filter(session.accessToken()::equals).isEmpty();
    return good ? Future.succeededFuture(session.token()) : refresh(session);
  }

  private static Duration spare(Session session) {
    Duration half = Duration.between(session.since(), session.until()).dividedBy(2);
    return half.compareTo(SPARE) < 0 ? half : SPARE;
  }

  private Future<IssuedToken> refresh(Session session) {
    Secret token = session.refreshToken().orElseThrow(this::over);
    Form form = new Form().put("grant_type", "refresh_token").put("refresh_token", token.reveal());
    return endpoint
        .ask(endpoint.target().addResourceTo(form))
        .compose(answer -> rotated(session, token, answer), this::refused)
        .compose(next -> save(next).map(next.token()));
  }

  /**
   * A client that shows nothing of itself needs a new refresh token each time (RFC 9700, 2.2.2).
   */
  private Future<Session> rotated(Session session, Secret shown, TokenAnswer answer) {
    boolean another = answer.refreshToken().filter(next -> !next.equals(shown)).isPresent();
    return another || endpoint.client().confidential()
        ? Future.succeededFuture(session.refreshed(answer))
        : Future.failedFuture(
            OAuthException.of(
                OAuthProblem.ANSWER,
                "The identity provider "
                    + endpoint.provider().issuer()
                    + " gave no new refresh token; for a client without a secret it must: switch on"
                    + " the rotation of refresh tokens there"));
  }

  /** A refresh token that is refused may have been used by a thief: nothing of it is kept. */
  private Future<Session> refused(Throwable failure) {
    if (failure instanceof OAuthException known && known.problem() == OAuthProblem.LOGIN_NEEDED) {
      unsaved = null;
      return store.change(this::without).transform(done -> Future.failedFuture(over()));
    }
    return Future.failedFuture(failure);
  }

  private Future<Void> save(Session next) {
    unsaved = next;
    return store
        .change(
            all -> {
              List<Session> others = new ArrayList<>(without(all));
              others.add(next);
              return others;
            })
        .onSuccess(saved -> unsaved = null)
        .onFailure(RefreshGrant::notSaved)
        .transform(done -> Future.succeededFuture());
  }

  private static void notSaved(Throwable failure) {
    LOG.atWarn()
        .addKeyValue("reason", OAuthException.from(failure).getMessage())
        .log("A refreshed token could not be stored, and is kept in memory");
  }

  private List<Session> without(List<Session> all) {
    return all.stream().filter(session -> !isOurs(session)).toList();
  }

  private OAuthException nobody() {
    return OAuthException.of(OAuthProblem.LOGIN_NEEDED, "Nobody is logged in" + where());
  }

  private OAuthException over() {
    return OAuthException.of(OAuthProblem.LOGIN_NEEDED, "The login is over" + where());
  }

  private String where() {
    return " at "
        + endpoint.provider().issuer()
        + " for "
        + endpoint.target().peer()
        + "; log in again";
  }
}
