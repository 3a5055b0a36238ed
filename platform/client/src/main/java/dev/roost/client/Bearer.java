package dev.roost.client;

import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Shows tokens to a peer, and gets another one when it is refused, once a call. */
final class Bearer {
  private static final String SCHEME = "Bearer ";

  /** What finding an identity provider and asking it may take, and a little more. */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final Vertx vertx;
  private final String baseUrl;
  private final TokenProvider provider;

  Bearer(Vertx vertx, String baseUrl, TokenProvider provider) {
    this.vertx = vertx;
    this.baseUrl = baseUrl;
    this.provider = provider;
  }

  /** Makes a call with the header {@code Authorization}, or with none. */
  <T> Future<T> call(Function<Optional<String>, Future<T>> call) {
    return token()
        .compose(
            token ->
                call.apply(token.map(Bearer::header))
                    .recover(failure -> again(failure, token, call)));
  }

  /**
   * Tells that the peer does not take a header any more.
   *
   * @return whether there is hope for another one
   */
  boolean refused(String header) {
    return provider.refused(baseUrl, Secret.of(header.substring(SCHEME.length())));
  }

  private <T> Future<T> again(
      Throwable failure, Optional<Secret> refused, Function<Optional<String>, Future<T>> call) {
    boolean another =
        failure instanceof AsapClientException known
            && known.unauthorized()
            && refused.filter(token -> provider.refused(baseUrl, token)).isPresent();
    return another
        ? token().compose(token -> call.apply(token.map(Bearer::header)))
        : Future.failedFuture(failure);
  }

  private Future<Optional<Secret>> token() {
    return Calls.awaited(vertx, () -> provider.token(baseUrl), PATIENCE)
        .map(Bearer::checked)
        .recover(failure -> Future.failedFuture(new NoTokenException(baseUrl, failure)));
  }

  private static Optional<Secret> checked(Optional<Secret> token) {
    if (token.isPresent() && !isToken(token.get())) {
      throw new IllegalArgumentException("the token has characters that no token has");
    }
    return token;
  }

  /** What may stand behind {@code Bearer} (RFC 6750). */
  private static boolean isToken(Secret token) {
    return token.reveal().matches("[A-Za-z0-9._~+/-]+=*");
  }

  private static String header(Secret token) {
    return SCHEME + token.reveal();
  }
}
