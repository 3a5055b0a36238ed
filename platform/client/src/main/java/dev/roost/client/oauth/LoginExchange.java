package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a session of a code, and stores it when everything about it is right. */
record LoginExchange(TokenEndpoint endpoint, ProviderMetadata metadata, TokenStore store) {
  private static final int MAX_NAME = 200;

  Instant now() {
    return endpoint.provider().clock.instant();
  }

  Future<Session> session(Secret code, LoginRequest request, String redirectUri) {
    Form form =
        new Form()
            .put("grant_type", "authorization_code")
            .put("code", code.reveal())
            .put("redirect_uri", redirectUri)
            .put("code_verifier", request.verifier().reveal());
    return endpoint
        .ask(metadata, endpoint.target().addResourceTo(form))
        .compose(answer -> claims(answer, request.nonce()).map(claims -> session(answer, claims)))
        .compose(
            session -> store.alone(() -> store.change(all -> with(all, session))).map(session));
  }

  /** None where nobody asked for an ID token. */
  private Future<Optional<JsonObject>> claims(TokenAnswer answer, String nonce) {
    if (!metadata.openId()) {
      return Future.succeededFuture(Optional.empty());
    }
    Secret idToken = answer.idToken().orElseThrow(() -> missing("ID token"));
    IdTokenCheck check =
        new IdTokenCheck(metadata.issuer(), endpoint.client().clientId(), nonce, now());
    return endpoint
        .provider()
        .keys(metadata.keys().orElseThrow(() -> missing("keys to check an ID token with")))
        .map(keys -> Optional.of(check.claims(idToken, answer.accessToken(), keys)));
  }

  private OAuthException missing(String what) {
    return OAuthException.of(
        OAuthProblem.ID_TOKEN, "The identity provider " + metadata.issuer() + " gave no " + what);
  }

  private Session session(TokenAnswer answer, Optional<JsonObject> claims) {
    return new Session(
        metadata.issuer(),
        endpoint.client().clientId(),
        endpoint.target(),
        answer.accessToken(),
        answer.since(),
        answer.until(),
        answer.refreshToken(),
        claims.map(known -> known.getString("sub")),
        claims.flatMap(LoginExchange::name));
  }

  private static Optional<String> name(JsonObject claims) {
    return Stream.of("preferred_username", "email", "name")
        .map(claims::getValue)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(name -> !name.isBlank() && name.length() <= MAX_NAME)
        .findFirst();
  }

  private List<Session> with(List<Session> all, Session session) {
    List<Session> next = new ArrayList<>(all);
    next.removeIf(other -> other.isOf(session.issuer(), session.clientId(), session.target()));
    next.add(session);
    return next;
  }
}
