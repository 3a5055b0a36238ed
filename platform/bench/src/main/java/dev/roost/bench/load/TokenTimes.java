package dev.roost.bench.load;

import dev.roost.bench.issuer.TokenIssuer;
import dev.roost.client.oauth.ClientAuthentication;
import dev.roost.client.oauth.IdentityProvider;
import dev.roost.client.oauth.OAuthTokens;
import dev.roost.client.oauth.TokenTarget;
import dev.roost.spi.Secret;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** How long a client waits for a token of a provider, by its client credentials. */
final class TokenTimes {
  private static final String PEER = "https://peer.example";
  private static final int TIMES = 50;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Vertx vertx;
  private final String issuer;

  TokenTimes(Vertx vertx, String issuer) {
    this.vertx = vertx;
    this.issuer = issuer;
  }

  /**
   * Milliseconds.
   *
   * @param first when nothing of it has run before: classes are loaded meanwhile
   * @param cold by clients that know nothing of the provider yet
   * @param warm by one that knows it and needs another token
   */
  record Result(double first, List<Double> cold, List<Double> warm) {}

  Result run() {
    double first = cold();
    List<Double> cold = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      cold.add(cold());
    }
    return new Result(first, cold, warm());
  }

  private double cold() {
    long begun = System.nanoTime();
    IdentityProvider provider = provider();
    token(provider);
    double millis = (System.nanoTime() - begun) / NANOS_PER_MILLI;
    Waiting.on(provider.close());
    return millis;
  }

  private List<Double> warm() {
    IdentityProvider provider = provider();
    token(provider);
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      long begun = System.nanoTime();
      token(provider);
      millis.add((System.nanoTime() - begun) / NANOS_PER_MILLI);
    }
    Waiting.on(provider.close());
    return millis;
  }

  private IdentityProvider provider() {
    return IdentityProvider.builder(issuer).vertx(vertx).build();
  }

  /** What is kept are tokens of one holder, so that a new one has to ask. */
  private static void token(IdentityProvider provider) {
    OAuthTokens tokens =
        OAuthTokens.clientCredentials(
            provider,
            ClientAuthentication.secret(TokenIssuer.CLIENT, Secret.of(TokenIssuer.SECRET)),
            TokenTarget.of(PEER).withScopes("asap:execute"));
    if (Waiting.on(tokens.token(PEER)).isEmpty()) {
      throw new LoadException("The client got no token");
    }
  }
}
