package dev.roost.client.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.Outcomes;
import dev.roost.client.SettableClock;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A testing provider, a way to it, and time that the test lets pass. */
abstract class OAuthFixture {
  static final String PEER = "https://agents.example.com/agents/greeter";
  static final TokenTarget TARGET = TokenTarget.of(PEER).withScopes("asap:execute");
  static final ClientAuthentication CLIENT =
      ClientAuthentication.secret("my-agent", Secret.of("the secret"));

  final Vertx vertx = Vertx.vertx();
  final SettableClock clock = new SettableClock();
  final NotedPauses pauses = new NotedPauses(clock);
  TestingProvider idp;
  IdentityProvider provider;
  private final List<IdentityProvider> others = new ArrayList<>();

  @BeforeEach
  void startProvider() {
    idp = TestingProvider.start(vertx);
    provider = provider(idp.url(), builder -> builder);
  }

  @AfterEach
  void stopProvider() {
    others.forEach(other -> Outcomes.get(other.close()));
    Outcomes.get(vertx.close());
  }

  IdentityProvider provider(String issuer, UnaryOperator<IdentityProviderBuilder> otherwise) {
    IdentityProvider made =
        otherwise
            .apply(IdentityProvider.builder(issuer).vertx(vertx).clock(clock).pauses(pauses))
            .build();
    others.add(made);
    return made;
  }

  OAuthTokens tokens() {
    return tokens(provider);
  }

  static OAuthTokens tokens(IdentityProvider provider) {
    return OAuthTokens.clientCredentials(provider, CLIENT, TARGET);
  }

  static String token(OAuthTokens tokens) {
    return Outcomes.get(tokens.token(PEER)).orElseThrow().reveal();
  }

  static OAuthException failure(Future<?> future) {
    Throwable failure = Outcomes.failure(future);
    assertThat(failure).isInstanceOf(OAuthException.class);
    return (OAuthException) failure;
  }

  static OAuthException failure(OAuthTokens tokens) {
    return failure(tokens.token(PEER));
  }

  static Duration seconds(long count) {
    return Duration.ofSeconds(count);
  }
}
