package dev.roost.client.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.roost.client.Outcomes;
import dev.roost.spi.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C6, C7, C9, C11: tokens that a client gets in its own name. */
class ClientCredentialsTest extends OAuthFixture {
  @Test
  void aSecretIsShownInAHeaderOnly() {
    // Given
    ClientAuthentication odd =
        ClientAuthentication.secret("my agent:1", Secret.of("s%cr\u00e9t +&="));
    OAuthTokens tokens = OAuthTokens.clientCredentials(provider, odd, TARGET);

    // When
    token(tokens);

    // Then
    TestingProvider.Seen request = idp.tokenRequests().get(0);
    String basic =
        new String(
            java.util.Base64.getDecoder()
                .decode(request.headers().get("Authorization").substring("Basic ".length())),
            java.nio.charset.StandardCharsets.UTF_8);
    assertThat(basic).isEqualTo("my+agent%3A1:s%25cr%C3%A9t+%2B%26%3D");
    assertThat(request.form())
        .isEqualTo(Map.of("grant_type", "client_credentials", "scope", "asap:execute"));
    assertThat(request.uri()).isEqualTo("/token");
    assertThat(request.headers().get("Content-Type"))
        .isEqualTo("application/x-www-form-urlencoded");
  }

  static Stream<Arguments> keys() throws Exception {
    return Stream.of(
        Arguments.of(new RSAKeyGenerator(2048).keyID("k1").generate(), JWSAlgorithm.RS256),
        Arguments.of(
            new RSAKeyGenerator(2048).keyID("k1").algorithm(JWSAlgorithm.PS256).generate(),
            JWSAlgorithm.PS256),
        Arguments.of(new ECKeyGenerator(Curve.P_256).keyID("k1").generate(), JWSAlgorithm.ES256));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aKeySignsForThisProviderOnly(JWK key, JWSAlgorithm algorithm) throws Exception {
    // Given
    ClientAuthentication client =
        ClientAuthentication.privateKey("my-agent", Secret.of(key.toJSONString()));
    OAuthTokens tokens = OAuthTokens.clientCredentials(provider, client, TARGET);

    // When
    token(tokens);

    // Then
    Map<String, String> form = idp.tokenRequests().get(0).form();
    SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));
    Map<String, Object> claims = assertion.getJWTClaimsSet().toJSONObject();
    long now = clock.instant().getEpochSecond();
    assertThat(form.get("client_assertion_type"))
        .isEqualTo("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    assertThat(assertion.getHeader().getAlgorithm()).isEqualTo(algorithm);
    assertThat(assertion.getHeader().getKeyID()).isEqualTo("k1");
    assertThat(assertion.verify(verifier(key))).isTrue();
    assertThat(claims)
        .containsEntry("iss", "my-agent")
        .containsEntry("sub", "my-agent")
        .containsEntry("aud", idp.url())
        .containsEntry("iat", now)
        .containsEntry("exp", now + 60)
        .containsKey("jti");
    assertThat(idp.tokenRequests().get(0).headers().get("Authorization")).isNull();
  }

  private static com.nimbusds.jose.JWSVerifier verifier(JWK key) throws Exception {
    return key instanceof RSAKey rsa
        ? new RSASSAVerifier(rsa.toRSAPublicKey())
        : new ECDSAVerifier(((ECKey) key).toECPublicKey());
  }

  @Test
  void everyAssertionIsAnother() throws Exception {
    // Given
    String key = new ECKeyGenerator(Curve.P_256).generate().toJSONString();
    ClientAuthentication client = ClientAuthentication.privateKey("my-agent", Secret.of(key));

    // When
    token(OAuthTokens.clientCredentials(provider, client, TARGET));
    token(OAuthTokens.clientCredentials(provider, client, TARGET));

    // Then
    assertThat(idp.tokenRequests())
        .extracting(request -> SignedJWT.parse(request.form().get("client_assertion")))
        .extracting(jwt -> jwt.getJWTClaimsSet().getJWTID())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"AA\",\"y\":\"AA\",\"d\":\"AA\"}"
      })
  void whatIsNoKeyIsRefusedAndNotRepeated(String jwk) {
    assertThatThrownBy(() -> ClientAuthentication.privateKey("my-agent", Secret.of(jwk)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("private JWK")
        .hasNoCause();
  }

  @Test
  void soIsTheHalfThatEverybodyKnows() throws Exception {
    // Given
    String half = new RSAKeyGenerator(2048).generate().toPublicJWK().toJSONString();

    // When, Then
    assertThatThrownBy(() -> ClientAuthentication.privateKey("my-agent", Secret.of(half)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAlgorithmThatTheKeyCannotDoFailsWhenItSigns() throws Exception {
    // Given
    String key = new RSAKeyGenerator(2048).algorithm(JWSAlgorithm.ES256).generate().toJSONString();
    ClientAuthentication client = ClientAuthentication.privateKey("my-agent", Secret.of(key));

    // When
    OAuthException failure = failure(OAuthTokens.clientCredentials(provider, client, TARGET));

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.CLIENT_REFUSED);
  }

  @Test
  void aPublicClientSaysItsNameOnly() {
    // When
    token(OAuthTokens.clientCredentials(provider, ClientAuthentication.none("app"), TARGET));

    // Then
    assertThat(idp.tokenRequests().get(0).form()).containsEntry("client_id", "app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "caf\u00e9", "a\nb"})
  void whatIsNoClientIdIsRefused(String id) {
    assertThatThrownBy(() -> ClientAuthentication.none(id))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scopesAndResourceAreAskedFor() {
    // Given
    TokenTarget target =
        TokenTarget.of(PEER).withScopes("b", "a").withResource("https://agents.example.com/");

    // When
    token(OAuthTokens.clientCredentials(provider, CLIENT, target));

    // Then
    assertThat(idp.tokenRequests().get(0).form())
        .containsEntry("scope", "a b")
        .containsEntry("resource", "https://agents.example.com/");
  }

  @Test
  void eachTargetHasATokenOfItsOwn() {
    // Given
    String other = "https://others.example.com";
    OAuthTokens tokens =
        OAuthTokens.clientCredentials(
            provider, CLIENT, TARGET, TokenTarget.of(other).withScopes("asap:read"));
    idp.will(TestingProvider.token("first"), TestingProvider.token("second"));

    // When
    String first = token(tokens);
    Optional<Secret> second = Outcomes.get(tokens.token(other + "/agents/x"));

    // Then
    assertThat(first).isEqualTo("first");
    assertThat(second).contains(Secret.of("second"));
    assertThat(token(tokens)).isEqualTo("first");
    assertThat(idp.tokenRequests())
        .extracting(request -> request.form().get("scope"))
        .containsExactly("asap:execute", "asap:read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/agents/greeter",
        "http://agents.example.com/agents/greeter",
        "https://agents.example.com:8443/agents/greeter",
        "https://agents.example.com.evil.example"
      })
  void noOtherPeerIsShownAnything(String other) {
    // Given
    OAuthTokens tokens = tokens();
    String token = token(tokens);

    // When
    Optional<Secret> shown = Outcomes.get(tokens.token(other));

    // Then
    assertThat(shown).isEmpty();
    assertThat(tokens.refused(other, Secret.of(token))).isFalse();
    assertThat(idp.tokenRequests()).hasSize(1);
  }

  @Test
  void aTargetIsOneOfEachOrigin() {
    assertThatThrownBy(() -> OAuthTokens.clientCredentials(provider, CLIENT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OAuthTokens.clientCredentials(provider, CLIENT, TARGET, TARGET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://agents.example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "caf\u00e9"})
  void whatIsNoScopeIsRefused(String scope) {
    assertThatThrownBy(() -> TokenTarget.of(PEER).withScopes(scope))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/relative", "agents.example.com", "https://a.example/#f", "a b"})
  void whatIsNoResourceIsRefused(String resource) {
    assertThatThrownBy(() -> TokenTarget.of(PEER).withResource(resource))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static Stream<Arguments> badAnswers() {
    return Stream.of(
        bad("no access token", answer -> answer.remove("access_token")),
        bad("an access token that is no text", answer -> answer.put("access_token", 7)),
        bad("an empty access token", answer -> answer.put("access_token", "")),
        bad("a token that would break a header", answer -> answer.put("access_token", "a\r\nX: y")),
        bad("an endless token", answer -> answer.put("access_token", "a".repeat(20_000))),
        bad("token_type mac", answer -> answer.put("token_type", "mac")),
        bad("token_type DPoP that was not asked for", answer -> answer.put("token_type", "DPoP")),
        bad("no token_type", answer -> answer.remove("token_type")),
        bad("a life that is no number", answer -> answer.put("expires_in", "soon")),
        bad("a life that is over", answer -> answer.put("expires_in", 0)),
        bad("a refresh token that is no text", answer -> answer.put("refresh_token", true)),
        Arguments.of("HTML", TestingProvider.text("text/html", "<html>abc</html>")),
        Arguments.of(
            "a token twice",
            TestingProvider.text(
                "application/json",
                "{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"access_token\":\"b\"}")),
        Arguments.of(
            "2 MiB",
            TestingProvider.json(
                TestingProvider.answer("abc").put("more", "x".repeat(2 * 1024 * 1024)))),
        Arguments.of("a redirect", TestingProvider.status(302, "Location", "/elsewhere")),
        Arguments.of(
            "a redirect that keeps the method",
            TestingProvider.status(307, "Location", "/elsewhere")),
        Arguments.of("an endless body", (TestingProvider.Script) TestingProvider::endless));
  }

  private static Arguments bad(
      String what, java.util.function.Consumer<io.vertx.core.json.JsonObject> change) {
    io.vertx.core.json.JsonObject answer = TestingProvider.answer("abc");
    change.accept(answer);
    return Arguments.of(what, TestingProvider.json(answer));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badAnswers")
  void whatIsNoTokenIsATypedError(String what, TestingProvider.Script answer) {
    // Given
    OAuthTokens tokens = tokens();
    idp.will(answer);

    // When
    OAuthException failure = failure(tokens);

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.ANSWER);
    assertThat(failure).hasMessageNotContaining("abc").hasMessageContaining(idp.url());
    assertThat(failure(tokens)).isSameAs(failure);
    assertThat(idp.tokenRequests()).hasSize(1);
    assertThat(idp.seen("/elsewhere")).isEmpty();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(401, "invalid_client", OAuthProblem.CLIENT_REFUSED),
        Arguments.of(400, "invalid_client", OAuthProblem.CLIENT_REFUSED),
        Arguments.of(400, "unauthorized_client", OAuthProblem.CLIENT_REFUSED),
        Arguments.of(400, "invalid_scope", OAuthProblem.REFUSED),
        Arguments.of(400, "invalid_target", OAuthProblem.REFUSED),
        Arguments.of(400, "unsupported_grant_type", OAuthProblem.REFUSED),
        Arguments.of(400, "the secret", OAuthProblem.REFUSED),
        Arguments.of(403, "", OAuthProblem.REFUSED));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalSaysWhatToDo(int status, String code, OAuthProblem problem) {
    // Given
    idp.will(TestingProvider.error(status, code));

    // When
    OAuthException failure = failure(tokens());

    // Then
    assertThat(failure.problem()).isEqualTo(problem);
    assertThat(failure).hasMessageNotContaining("the secret").hasMessageNotContaining("told");
    assertThat(idp.tokenRequests()).hasSize(1);
    assertThat(pauses.taken()).isEmpty();
  }

  @Test
  void aScopeThatIsNotGrantedIsAnError() {
    // Given
    idp.will(TestingProvider.json(TestingProvider.answer("abc").put("scope", "asap:read x")));

    // When
    OAuthException failure = failure(tokens());

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.SCOPE);
    assertThat(failure).hasMessageContaining("asap:execute").hasMessageNotContaining("asap:read");
  }

  @Test
  void moreScopesAreNone() {
    // Given
    idp.will(
        TestingProvider.json(TestingProvider.answer("abc").put("scope", "other asap:execute")));

    // When
    String token = token(tokens());

    // Then
    assertThat(token).isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer", "BEARER", "Bearer"})
  void theTypeIsReadInAnyCase(String type) {
    // Given
    idp.will(TestingProvider.json(TestingProvider.answer("abc").put("token_type", type)));

    // When
    String token = token(tokens());

    // Then
    assertThat(token).isEqualTo("abc");
  }

  @Test
  void thereIsNoPasswordGrantAndNoImplicitOne() {
    // Given
    List<String> texts =
        Stream.of(OAuthTokens.class, ClientAuthentication.class, IdentityProvider.class)
            .flatMap(type -> Stream.of(type.getMethods()))
            .map(method -> method.toString().toLowerCase(java.util.Locale.ROOT))
            .toList();

    // When, Then
    assertThat(texts).noneMatch(text -> text.contains("password") || text.contains("implicit"));
  }
}
