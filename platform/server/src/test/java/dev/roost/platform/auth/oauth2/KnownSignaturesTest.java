package dev.roost.platform.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.platform.auth.oauth2.IssuerConfig.Profile;
import dev.roost.platform.gateway.SettableClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That a token was good before makes nothing good that is not. */
class KnownSignaturesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String ISSUER = "https://id.example.com/realms/asap";
  private static final TestingTokens TOKENS = new TestingTokens(ISSUER, NOW);
  private static final KeySet KEYS = KeySet.of(TestingTokens.published());
  private static final String GOOD = TOKENS.good();

  private final SettableClock clock = new SettableClock(NOW);
  private final JwtVerifier verifier =
      new JwtVerifier(TestingIssuers.of(ISSUER, Profile.STRICT), clock);

  @BeforeEach
  void verifyOnce() {
    assertThat(verifier.verify(Jwt.parse(GOOD), KEYS).subject()).isEqualTo(TestingTokens.SUBJECT);
  }

  private void assertRefused(String token, KeySet keys, TokenProblem problem) {
    assertThatThrownBy(() -> verifier.verify(Jwt.parse(token), keys))
        .isInstanceOfSatisfying(
            TokenRefusedException.class,
            refusal -> assertThat(refusal.problem()).isEqualTo(problem));
  }

  private static KeySet published(JsonObject key) {
    return KeySet.of(new JsonObject().put("keys", new JsonArray().add(key)));
  }

  static Stream<BadToken> badTokens() {
    return BadToken.all();
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void badTokensAreRefusedAsBefore(BadToken bad) {
    assertRefused(bad.maker().apply(TOKENS), KEYS, bad.problem());
  }

  @Test
  void theSameTokenIsGoodAgain() {
    assertThat(verifier.verify(Jwt.parse(GOOD), KEYS).subject()).isEqualTo(TestingTokens.SUBJECT);
  }

  @Test
  void aKeyThatWasWithdrawnSignsNothingMore() {
    assertRefused(GOOD, published(TestingTokens.ELLIPTIC.jwk()), TokenProblem.KEY);
  }

  @Test
  void anotherKeyOfTheSameNameDidNotSignIt() {
    // Given
    TestingKey other = TestingKey.rsa(TestingTokens.RSA.id(), 2_048);

    // When / Then
    assertRefused(GOOD, published(other.jwk()), TokenProblem.SIGNATURE);
  }

  @Test
  void aTokenThatHasEndedIsOver() {
    // When
    clock.advance(Duration.ofSeconds(330));

    // Then
    assertRefused(GOOD, KEYS, TokenProblem.EXPIRED);
  }

  @Test
  void otherClaimsUnderTheSameSignatureProveNothing() {
    // Given
    String[] good = GOOD.split("\\.");
    String[] other = TOKENS.claiming(claims -> claims.put("sub", "other")).split("\\.");

    // When / Then
    assertRefused(good[0] + "." + other[1] + "." + good[2], KEYS, TokenProblem.SIGNATURE);
    assertRefused(good[0] + "." + good[1] + "." + other[2], KEYS, TokenProblem.SIGNATURE);
  }
}
