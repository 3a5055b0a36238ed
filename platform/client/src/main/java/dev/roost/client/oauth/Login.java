package dev.roost.client.oauth;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One login by browser, for a program on its user's own machine (RFC 8252): a code, bound to this
 * login by PKCE, state and nonce. It is begun, its URL is opened, and the browser comes back once,
 * within ten minutes, to a port that is open for this login only.
 */
public final class Login {
  /** How long the browser may take. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final String PATH = "/callback";
  private static final int TAG_BYTES = 8;

  private final Vertx vertx;
  private final LoginRequest request;
  private final LoginExchange exchange;
  private final Instant until;
  private final Promise<Session> outcome = Promise.promise();
  private final AtomicBoolean used = new AtomicBoolean();
  private @Nullable LoopbackListener listener;
  private long timer;

  private Login(Vertx vertx, LoginRequest request, LoginExchange exchange, Instant until) {
    this.vertx = vertx;
    this.request = request;
    this.exchange = exchange;
    this.until = until;
  }

  /**
   * Begins one: finds the provider and opens the port.
   *
   * @param client as the provider knows the program; it must allow the redirect to {@code
   *     http://127.0.0.1/callback} with any port. Where the provider does not name itself in
   *     redirects (RFC 9207), a slash and the first 16 hexadecimal digits of SHA-256 of its issuer
   *     are behind it, so that no other provider sends anybody there
   * @param store takes the session when somebody has logged in
   * @return fails with {@link OAuthException}
   */
  public static Future<Login> begin(
      IdentityProvider provider,
      ClientAuthentication client,
      TokenTarget target,
      TokenStore store) {
    TokenEndpoint endpoint = new TokenEndpoint(provider, client, target);
    return Contexts.later(
        provider.vertx,
        () -> provider.metadata().compose(metadata -> begin(endpoint, metadata, store)));
  }

  private static Future<Login> begin(
      TokenEndpoint endpoint, ProviderMetadata metadata, TokenStore store) {
    IdentityProvider provider = endpoint.provider();
    LoginRequest request = LoginRequest.of(metadata, endpoint.client(), endpoint.target());
    Login login =
        new Login(
            provider.vertx,
            request,
            new LoginExchange(endpoint, metadata, store),
            provider.clock.instant().plus(PATIENCE));
    return LoopbackListener.open(provider.vertx, path(metadata), query -> login.back(query))
        .map(login::open);
  }

  private static String path(ProviderMetadata metadata) {
    return metadata.tellsIssuer() ? PATH : PATH + '/' + tag(metadata.issuer());
  }

  private static String tag(String issuer) {
    byte[] hash = Pkce.sha256(issuer.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
  }

  private Login open(LoopbackListener opened) {
    listener = opened;
    timer = vertx.setTimer(PATIENCE.toMillis(), tick -> end(Future.failedFuture(late())));
    return this;
  }

  /** What the user is to open in a browser. */
  public String url() {
    return request.url(redirectUri());
  }

  /** Where the browser will come back to. */
  public String redirectUri() {
    return listening().uri();
  }

  /**
   * Who has logged in.
   *
   * @return fails with {@link OAuthException}; nothing is stored then
   */
  public Future<Session> outcome() {
    return outcome.future();
  }

  /** Breaks it off. */
  public Future<Void> cancel() {
    used.set(true);
    return end(
        Future.failedFuture(OAuthException.of(OAuthProblem.LOGIN, "The login was broken off")));
  }

  /** The browser is back. What it brings the first time is all that counts. */
  private Future<Void> back(String query) {
    if (!used.compareAndSet(false, true)) {
      return Future.failedFuture(
          OAuthException.of(OAuthProblem.LOGIN, "The browser came back twice"));
    }
    Future<Session> session =
        Contexts.begun(() -> session(query))
            .recover(failure -> Future.failedFuture(OAuthException.from(failure)));
    session.onComplete(done -> vertx.runOnContext(turn -> end(session)));
    return session.mapEmpty();
  }

  private Future<Session> session(String query) {
    if (!exchange.now().isBefore(until)) {
      throw late();
    }
    Secret code = request.code(query);
    return exchange.session(code, request, redirectUri());
  }

  private Future<Void> end(Future<Session> result) {
    vertx.cancelTimer(timer);
    return listening()
        .close()
        .transform(closed -> Future.<Void>succeededFuture())
        .onComplete(closed -> result.onComplete(outcome::tryComplete, outcome::tryFail));
  }

  private LoopbackListener listening() {
    return requireNonNull(listener, "listener");
  }

  private static OAuthException late() {
    return OAuthException.of(
        OAuthProblem.LOGIN,
        "The browser did not come back within " + PATIENCE.toMinutes() + " minutes; begin again");
  }
}
