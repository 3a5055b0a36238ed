package dev.roost.platform.auth.oauth2;

import static dev.roost.platform.auth.oauth2.TestingTokens.EDWARDS;
import static dev.roost.platform.auth.oauth2.TestingTokens.ELLIPTIC;
import static dev.roost.platform.auth.oauth2.TestingTokens.RSA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.platform.auth.oauth2.IssuerConfig.Profile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JwtVerifierTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String ISSUER = "https://id.example.com/realms/asap";
  private static final TestingTokens TOKENS = new TestingTokens(ISSUER, NOW);
  private static final KeySet KEYS = KeySet.of(TestingTokens.published());

  private static VerifiedToken verify(Profile profile, String token) {
    return new JwtVerifier(TestingIssuers.of(ISSUER, profile), CLOCK)
        .verify(Jwt.parse(token), KEYS);
  }

  static Stream<BadToken> badTokens() {
    return BadToken.all();
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void aBadTokenIsRefusedForItsReason(BadToken bad) {
    // Given
    String token = bad.maker().apply(TOKENS);

    // When / Then
    assertThatThrownBy(() -> verify(Profile.STRICT, token))
        .isInstanceOfSatisfying(
            TokenRefusedException.class,
            refusal -> assertThat(refusal.problem()).isEqualTo(bad.problem()));
  }

  @Test
  void aGoodTokenProvesWhatItSays() {
    // When
    VerifiedToken token = verify(Profile.STRICT, TOKENS.good());

    // Then
    assertThat(token.issuer()).isEqualTo(ISSUER);
    assertThat(token.subject()).isEqualTo(TestingTokens.SUBJECT);
    assertThat(token.client()).contains(TestingTokens.CLIENT);
    assertThat(token.scopes()).containsExactly("asap:execute");
    assertThat(token.until()).isEqualTo(NOW.plusSeconds(330));
    assertThat(token.claims().getString("jti")).isEqualTo("id-1");
    assertThat(token.toString()).doesNotContain(TestingTokens.SUBJECT);
  }

  static Stream<Arguments> oddButGood() {
    return Stream.of(
        good("T44 expired for 20 s", TOKENS.claiming(all -> all.put("exp", TOKENS.in(-20)))),
        good("good for a day", TOKENS.claiming(all -> all.put("exp", TOKENS.in(86_400)))),
        good("iat in 30 s", TOKENS.claiming(all -> all.put("iat", TOKENS.in(30)))),
        good("exp with a fraction", TOKENS.claiming(all -> all.put("exp", TOKENS.in(9) + 0.5))),
        good(
            "T61 aud with others",
            TOKENS.claiming(all -> all.put("aud", new JsonArray().add("x").add("asap")))),
        good(
            "for our other name",
            TOKENS.claiming(all -> all.put("aud", TestingTokens.OTHER_AUDIENCE))),
        good("the media type", headed("typ", "application/at+jwt")),
        good("a type in capitals", headed("typ", "AT+JWT")),
        good("no scope", TOKENS.claiming(all -> all.remove("scope"))),
        good("an empty scope", TOKENS.claiming(all -> all.put("scope", ""))),
        good(
            "T38 words about keys elsewhere, which are not read",
            TOKENS.headed(
                header ->
                    header
                        .put("jku", "https://attacker.example/keys")
                        .put("x5u", "https://attacker.example/cert"),
                RSA)),
        good(
            "ES256",
            TOKENS.headed(header -> header.put("alg", "ES256").put("kid", "ec-1"), ELLIPTIC)),
        good(
            "EdDSA",
            TOKENS.headed(header -> header.put("alg", "EdDSA").put("kid", "ed-1"), EDWARDS)),
        good(
            "Ed25519",
            TOKENS.headed(header -> header.put("alg", "Ed25519").put("kid", "ed-1"), EDWARDS)),
        good("no kid where one key fits", TOKENS.headed(header -> header.remove("kid"), RSA)));
  }

  private static Arguments good(String name, String token) {
    return Arguments.of(name, token);
  }

  private static String headed(String member, String value) {
    return TOKENS.headed(header -> header.put(member, value), RSA);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddButGood")
  void aGoodTokenIsTaken(String name, String token) {
    assertThat(verify(Profile.STRICT, token).subject()).isEqualTo(TestingTokens.SUBJECT);
  }

  static Stream<Arguments> compatible() {
    return Stream.of(
        good("typ JWT", headed("typ", "JWT")),
        good("no typ", TOKENS.headed(header -> header.remove("typ"), RSA)),
        good("typ at+jwt", TOKENS.good()),
        good("azp", TOKENS.claiming(all -> all.put("azp", all.remove("client_id")))),
        good("no client", TOKENS.claiming(all -> all.remove("client_id"))),
        good(
            "T71 a list of scopes",
            TOKENS.claiming(all -> all.put("scope", new JsonArray().add("asap:execute")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("compatible")
  void theCompatibleProfileTakesWhatOlderProvidersMake(String name, String token) {
    assertThat(verify(Profile.COMPATIBLE, token).scopes()).containsExactly("asap:execute");
  }

  static Stream<BadToken> badInEitherProfile() {
    Set<String> older = Set.of("T67 typ JWT", "no typ", "no client_id", "T71 scope a list");
    return BadToken.all().filter(bad -> !older.contains(bad.name()));
  }

  @ParameterizedTest
  @MethodSource("badInEitherProfile")
  void theCompatibleProfileTakesNothingElse(BadToken bad) {
    // Given
    String token = bad.maker().apply(TOKENS);

    // When / Then
    assertThatThrownBy(() -> verify(Profile.COMPATIBLE, token))
        .isInstanceOf(TokenRefusedException.class);
  }

  @Test
  void anAlgorithmThatTheIssuerMayNotUseIsRefused() {
    // Given
    IssuerConfig config =
        TestingIssuers.with(TestingIssuers.of(ISSUER, Profile.STRICT), SignatureAlgorithm.ES256);

    // When / Then
    assertThatThrownBy(() -> new JwtVerifier(config, CLOCK).verify(Jwt.parse(TOKENS.good()), KEYS))
        .isInstanceOfSatisfying(
            TokenRefusedException.class,
            refusal -> assertThat(refusal.problem()).isEqualTo(TokenProblem.ALGORITHM));
  }

  @Test
  void aTokenWithoutKidIsRefusedWhereSeveralKeysFit() {
    // Given
    TestingKey second = TestingKey.rsa("rsa-2", 2_048);
    KeySet keys =
        KeySet.of(new JsonObject().put("keys", new JsonArray().add(RSA.jwk()).add(second.jwk())));
    JwtVerifier verifier = new JwtVerifier(TestingIssuers.of(ISSUER, Profile.STRICT), CLOCK);
    Jwt token = Jwt.parse(TOKENS.headed(header -> header.remove("kid"), RSA));

    // When / Then
    assertThatThrownBy(() -> verifier.verify(token, keys))
        .isInstanceOf(TokenRefusedException.class);
  }

  @Test
  void noFlippedBitOfAGoodTokenIsAccepted() {
    // Given
    JwtVerifier verifier = new JwtVerifier(TestingIssuers.of(ISSUER, Profile.STRICT), CLOCK);
    byte[] good = TOKENS.good().getBytes(StandardCharsets.ISO_8859_1);
    Random random = new Random(42);

    // When
    long accepted =
        Stream.generate(() -> flipped(good, random.nextInt(good.length * 8)))
            .limit(10_000)
            .filter(token -> isAccepted(verifier, token))
            .count();

    // Then
    assertThat(accepted).isZero();
  }

  private static String flipped(byte[] good, int bit) {
    byte[] other = Arrays.copyOf(good, good.length);
    other[bit / 8] ^= (byte) (1 << bit % 8);
    return new String(other, StandardCharsets.ISO_8859_1);
  }

  private static boolean isAccepted(JwtVerifier verifier, String token) {
    try {
      verifier.verify(Jwt.parse(token), KEYS);
      return true;
    } catch (TokenRefusedException e) {
      return false;
    }
  }

  @Test
  void whatIsToldOfAProblemIsOurOwnText() {
    assertThat(Arrays.stream(TokenProblem.values()).map(TokenProblem::description))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.matches("[A-Za-z0-9 ,]+"));
    assertThat(Optional.ofNullable(new TokenRefusedException(TokenProblem.KEY).getCause()))
        .isEmpty();
  }
}
