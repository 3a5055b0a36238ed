package dev.roost.client.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.RSAKey;
import dev.roost.client.Outcomes;
import dev.roost.spi.Secret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C2 to C5: a code by browser, and what must not come of one. */
class LoginTest extends OAuthFixture {
  private static final ClientAuthentication APP = ClientAuthentication.none("app");

  private final TestingBrowser browser = new TestingBrowser();
  private final MemoryTokenStore store = new MemoryTokenStore();

  @BeforeEach
  void tellWhoLogsIn() {
    idp.metadata(LoginTest::openId);
    idp.page("/keys", TestingProvider.json(TestingIdTokens.published(TestingIdTokens.KEY)));
  }

  private static JsonObject openId(JsonObject document) {
    return document.put("id_token_signing_alg_values_supported", new JsonArray().add("ES256"));
  }

  private Login begin() {
    return begin(provider, TARGET);
  }

  private Login begin(IdentityProvider where, TokenTarget target) {
    Login login = Outcomes.get(Login.begin(where, APP, target, store));
    idp.will(TestingProvider.json(answer(login, claims -> claims)));
    return login;
  }

  private JsonObject claims(Login login) {
    long now = clock.instant().getEpochSecond();
    return new JsonObject()
        .put("iss", idp.url())
        .put("aud", "app")
        .put("sub", "subject-1")
        .put("preferred_username", "ada")
        .put("nonce", TestingBrowser.parameters(login).get("nonce"))
        .put("iat", now)
        .put("exp", now + 300)
        .put("at_hash", TestingIdTokens.hash("access-1"));
  }

  private JsonObject answer(Login login, UnaryOperator<JsonObject> change) {
    return TestingProvider.answer("access-1")
        .put("refresh_token", "refresh-1")
        .put("id_token", TestingIdTokens.sign(change.apply(claims(login))));
  }

  private String goodQuery(Login login) {
    return "code=code-1&state=" + state(login) + "&iss=" + Form.encode(idp.url());
  }

  private static String state(Login login) {
    return TestingBrowser.parameters(login).get("state");
  }

  private HttpResponse<String> back(Login login, String query) {
    return browser.get(login.redirectUri() + (query.isEmpty() ? "" : "?" + query));
  }

  private List<Session> stored() {
    return Outcomes.get(store.sessions());
  }

  /** It ends in a typed error, and nothing was stored. */
  private OAuthException failed(Login login, OAuthProblem problem) {
    OAuthException failure = failure(login.outcome());
    assertThat(failure.problem()).as(failure.getMessage()).isEqualTo(problem);
    assertThat(failure).hasMessageNotContaining("code-1").hasMessageNotContaining("access-1");
    assertThat(stored()).isEmpty();
    return failure;
  }

  @Test
  void theBrowserIsSentWithAllThatBindsItsCode() {
    // When
    Login login = begin(provider, TARGET.withResource("https://agents.example.com"));

    // Then
    Map<String, String> sent = TestingBrowser.parameters(login);
    assertThat(login.url()).startsWith(idp.url() + "/authorize?");
    assertThat(sent)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "app")
        .containsEntry("redirect_uri", login.redirectUri())
        .containsEntry("scope", "asap:execute openid")
        .containsEntry("resource", "https://agents.example.com")
        .containsEntry("code_challenge_method", "S256")
        .doesNotContainKey("prompt");
    assertThat(sent.get("code_challenge")).matches("[A-Za-z0-9_-]{43}");
    assertThat(sent.get("state")).matches("[A-Za-z0-9_-]{43}");
    assertThat(sent.get("nonce")).matches("[A-Za-z0-9_-]{43}");
    assertThat(login.redirectUri()).matches("http://127\\.0\\.0\\.1:[0-9]+/callback");
  }

  @Test
  void noTwoLoginsAreAlike() {
    // When
    List<Map<String, String>> logins =
        IntStream.range(0, 20).mapToObj(i -> TestingBrowser.parameters(begin())).toList();

    // Then
    for (String name : List.of("state", "nonce", "code_challenge", "redirect_uri")) {
      Set<String> values = logins.stream().map(one -> one.get(name)).collect(Collectors.toSet());
      assertThat(values).as(name).hasSize(20);
    }
  }

  @Test
  void whoComesBackWithACodeIsLoggedIn() {
    // Given
    Login login = begin();

    // When
    HttpResponse<String> page = back(login, goodQuery(login));
    Session session = Outcomes.get(login.outcome());

    // Then
    Map<String, String> asked = idp.tokenRequests().get(0).form();
    String challenge = TestingBrowser.parameters(login).get("code_challenge");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("You are logged in");
    assertThat(session.name()).contains("ada");
    assertThat(session.subject()).contains("subject-1");
    assertThat(session.accessToken().reveal()).isEqualTo("access-1");
    assertThat(session.until()).isEqualTo(clock.instant().plusSeconds(3600));
    assertThat(stored()).containsExactly(session);
    assertThat(asked)
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("code", "code-1")
        .containsEntry("redirect_uri", login.redirectUri())
        .containsEntry("client_id", "app")
        .doesNotContainKey("scope");
    assertThat(Pkce.challenge(Secret.of(asked.get("code_verifier")))).isEqualTo(challenge);
  }

  @Test
  void thePortIsClosedThen() {
    // Given
    Login login = begin();
    String uri = login.redirectUri();
    back(login, goodQuery(login));

    // When
    Outcomes.get(login.outcome());

    // Then
    assertThat(browser.tryGet(uri)).isEmpty();
  }

  @Test
  void theNextLoginTakesThePlaceOfTheLast() {
    // Given
    Login first = begin();
    back(first, goodQuery(first));
    Outcomes.get(first.outcome());
    Login second = begin();

    // When
    back(second, goodQuery(second));

    // Then
    assertThat(List.of(Outcomes.get(second.outcome()))).isEqualTo(stored());
  }

  @Test
  void aServerWithoutOpenIdTellsNobodysName() {
    // Given
    idp.metadata(document -> document);
    Login login = Outcomes.get(Login.begin(provider, CLIENT, TokenTarget.of(PEER), store));
    idp.will(TestingProvider.token("access-1"));

    // When
    back(login, goodQuery(login));

    // Then
    Session session = Outcomes.get(login.outcome());
    assertThat(session.subject()).isEmpty();
    assertThat(TestingBrowser.parameters(login)).doesNotContainKeys("nonce", "scope");
    assertThat(idp.tokenRequests().get(0).headers().get("Authorization")).startsWith("Basic ");
    assertThat(idp.seen("/keys")).isEmpty();
  }

  @Test
  void whoWantsToStayLoggedInIsAskedFirst() {
    // When
    Login login = begin(provider, TARGET.withScopes("offline_access"));

    // Then
    assertThat(TestingBrowser.parameters(login))
        .containsEntry("prompt", "consent")
        .containsEntry("scope", "offline_access openid");
  }

  @Test
  void anEndpointMayHaveAQuery() {
    // Given
    idp.metadata(
        document -> openId(document).put("authorization_endpoint", idp.url() + "/authorize?a=b"));

    // When
    Login login = begin();

    // Then
    assertThat(login.url()).startsWith(idp.url() + "/authorize?a=b&response_type=code&");
  }

  static Stream<Arguments> redirects() {
    return Stream.of(
        redirect("no state", login -> "code=code-1&iss={iss}"),
        redirect("another state", login -> "code=code-1&state=abc&iss={iss}"),
        redirect("an empty state", login -> "code=code-1&state=&iss={iss}"),
        redirect("no issuer, though it is told", login -> "code=code-1&state={state}"),
        redirect(
            "another issuer", login -> "code=code-1&state={state}&iss=https%3A%2F%2Fevil.example"),
        redirect("the issuer with a slash", login -> "code=code-1&state={state}&iss={iss}%2F"),
        redirect("an error", login -> "error=access_denied&state={state}&iss={iss}"),
        redirect(
            "an error with a good code",
            login -> "error=server_error&code=code-1&state={state}&iss={iss}"),
        redirect("an error of another issuer", login -> "error=x&state={state}&iss=https://b"),
        redirect("no code", login -> "state={state}&iss={iss}"),
        redirect("an empty code", login -> "code=&state={state}&iss={iss}"),
        redirect("two codes", login -> "code=code-1&code=code-2&state={state}&iss={iss}"),
        redirect("two states", login -> "code=code-1&state=x&state={state}&iss={iss}"),
        redirect("two issuers", login -> "code=code-1&state={state}&iss={iss}&iss={iss}"),
        redirect("a code in another case", login -> "CODE=code-1&state={state}&iss={iss}"),
        redirect("a state in another case", login -> "code=code-1&State={state}&iss={iss}"),
        redirect("an issuer in another case", login -> "code=code-1&state={state}&ISS={iss}"),
        redirect("a fragment, which no server sees", login -> ""),
        redirect("a broken escape", login -> "code=%zz&state={state}&iss={iss}"),
        redirect(
            "a wish to go elsewhere",
            login -> "post_logout_redirect_uri=https%3A%2F%2Fevil.example&state=abc"));
  }

  private static Arguments redirect(String what, Function<Login, String> query) {
    return Arguments.of(what, query);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("redirects")
  void whatIsNotTheAnswerIsATypedError(String what, Function<Login, String> query) {
    // Given
    Login login = begin();
    String brought =
        query
            .apply(login)
            .replace("{state}", state(login))
            .replace("{iss}", Form.encode(idp.url()));

    // When
    HttpResponse<String> page = raw(login, brought);

    // Then
    failed(login, OAuthProblem.LOGIN);
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).isEqualTo("The login failed. The program tells you why.\n");
    assertThat(page.headers().firstValue("Location")).isEmpty();
    assertThat(idp.tokenRequests()).isEmpty();
  }

  /** Also queries that no URI class would send. */
  private HttpResponse<String> raw(Login login, String query) {
    return query.contains("%zz") ? RawRequests.get(login.redirectUri(), query) : back(login, query);
  }

  @Test
  void aRefusalSaysWhy() {
    // Given
    Login login = begin();

    // When
    back(login, "error=access_denied&state=" + state(login) + "&iss=" + idp.url());

    // Then
    assertThat(failed(login, OAuthProblem.LOGIN)).hasMessageContaining("(access_denied)");
  }

  @Test
  void theStateOfAnotherLoginIsNotThisOnes() {
    // Given
    Login other = begin();
    Login login = begin();

    // When
    back(login, goodQuery(other));

    // Then
    failed(login, OAuthProblem.LOGIN);
    assertThat(idp.tokenRequests()).isEmpty();
  }

  @Test
  void aCodeThatComesTwiceIsShownOnce() {
    // Given
    Login login = begin();
    idp.will(TestingProvider::silence);
    String url = login.redirectUri() + "?" + goodQuery(login);
    new Thread(() -> browser.tryGet(url)).start();
    Outcomes.await(() -> !idp.tokenRequests().isEmpty());

    // When
    HttpResponse<String> second = browser.get(url);

    // Then
    assertThat(second.statusCode()).isEqualTo(400);
    assertThat(idp.tokenRequests()).hasSize(1);
    assertThat(stored()).isEmpty();
    Outcomes.get(login.cancel());
    failed(login, OAuthProblem.LOGIN);
  }

  @Test
  void aStateThatWasUsedIsUsedUp() {
    // Given
    Login login = begin();
    back(login, "code=code-1&state=wrong");
    String url = login.redirectUri() + "?" + goodQuery(login);

    // When
    browser.tryGet(url);

    // Then
    failed(login, OAuthProblem.LOGIN);
    assertThat(idp.tokenRequests()).isEmpty();
  }

  @Test
  void whoComesBackAfterTenMinutesComesTooLate() {
    // Given
    Login login = begin();
    clock.pass(Duration.ofMinutes(10));

    // When
    back(login, goodQuery(login));

    // Then
    assertThat(failed(login, OAuthProblem.LOGIN)).hasMessageContaining("10 minutes");
    assertThat(idp.tokenRequests()).isEmpty();
  }

  @Test
  void justBeforeItIsTimeEnough() {
    // Given
    Login login = begin();
    clock.pass(Duration.ofMinutes(10).minusMillis(1));
    idp.will(TestingProvider.json(answer(login, claims -> claims)));

    // When
    back(login, goodQuery(login));

    // Then
    assertThat(Outcomes.get(login.outcome()).name()).contains("ada");
  }

  @Test
  void otherRequestsDoNotDisturbIt() {
    // Given
    Login login = begin();
    URI uri = URI.create(login.redirectUri());
    HttpRequest.Builder post =
        HttpRequest.newBuilder(URI.create(uri + "?" + goodQuery(login)))
            .POST(HttpRequest.BodyPublishers.noBody());

    // When
    int elsewhere = browser.get(uri.resolve("/favicon.ico").toString()).statusCode();
    int posted = browser.send(post.build()).statusCode();
    int named =
        browser
            .get("http://localhost:" + uri.getPort() + "/callback?" + goodQuery(login))
            .statusCode();

    // Then
    assertThat(List.of(elsewhere, posted, named)).containsExactly(404, 405, 400);
    assertThat(idp.tokenRequests()).isEmpty();
    back(login, goodQuery(login));
    assertThat(Outcomes.get(login.outcome()).name()).contains("ada");
  }

  @Test
  void aLoginCanBeBrokenOff() {
    // Given
    Login login = begin();
    String uri = login.redirectUri();

    // When
    Outcomes.get(login.cancel());

    // Then
    failed(login, OAuthProblem.LOGIN);
    assertThat(browser.tryGet(uri)).isEmpty();
  }

  static Stream<Arguments> metadata() {
    return Stream.of(
        Arguments.of("plain only", new JsonArray().add("plain")),
        Arguments.of("no method", new JsonArray()),
        Arguments.of("S256 in another case", new JsonArray().add("s256")),
        Arguments.of("no list", null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("metadata")
  void aProviderThatDoesNotBindCodesIsNotUsed(String what, JsonArray methods) {
    // Given
    idp.metadata(document -> openId(document).put("code_challenge_methods_supported", methods));

    // When
    OAuthException failure = failure(Login.begin(provider, APP, TARGET, store));

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.METADATA);
    assertThat(failure).hasMessageContaining("S256");
  }

  @Test
  void oneThatPeopleCannotLogInAtIsToldSo() {
    // Given
    idp.metadata(document -> openId(document).putNull("authorization_endpoint"));

    // When
    OAuthException failure = failure(Login.begin(provider, APP, TARGET, store));

    // Then
    assertThat(failure).hasMessageContaining("authorization_endpoint");
  }

  @Test
  void theTokenIsNeverAskedForWithoutTheVerifier() {
    // Given a provider that forgets the challenge and gives a code all the same
    Login login = begin();
    idp.will(
        (request, response) ->
            (request.form().containsKey("code_verifier")
                    ? TestingProvider.error(400, "invalid_grant")
                    : TestingProvider.json(answer(login, claims -> claims)))
                .answer(request, response));

    // When
    back(login, goodQuery(login));

    // Then
    failed(login, OAuthProblem.LOGIN_NEEDED);
    assertThat(idp.tokenRequests()).hasSize(1);
    assertThat(idp.tokenRequests().get(0).form()).containsKey("code_verifier");
  }

  @Test
  void whereNoIssuerIsToldEachProviderHasAPathOfItsOwn() {
    // Given
    TestingProvider second = TestingProvider.start(vertx);
    for (TestingProvider one : List.of(idp, second)) {
      one.metadata(
          document -> {
            document.remove("authorization_response_iss_parameter_supported");
            return document;
          });
    }

    // When
    Login first = begin();
    Login again = begin();
    Login other = begin(provider(second.url(), builder -> builder), TARGET);

    // Then
    assertThat(path(first)).matches("/callback/[0-9a-f]{16}").isEqualTo(path(again));
    assertThat(path(other)).matches("/callback/[0-9a-f]{16}").isNotEqualTo(path(first));
  }

  private static String path(Login login) {
    return URI.create(login.redirectUri()).getPath();
  }

  @Test
  void anIssuerThatIsToldThoughNotAnnouncedMustBeRight() {
    // Given
    idp.metadata(
        document -> openId(document).put("authorization_response_iss_parameter_supported", false));
    Login wrong = begin();
    Login silent = begin();

    // When
    back(wrong, "code=code-1&state=" + state(wrong) + "&iss=https://evil.example");
    back(silent, "code=code-1&state=" + state(silent));

    // Then
    assertThat(failure(wrong.outcome()).problem()).isEqualTo(OAuthProblem.LOGIN);
    assertThat(Outcomes.get(silent.outcome()).name()).contains("ada");
    assertThat(idp.tokenRequests()).hasSize(1);
  }

  @Test
  void noCodeGoesToTheWrongOfTwoProviders() {
    // Given
    TestingProvider second = TestingProvider.start(vertx);
    second.metadata(document -> document);
    IdentityProvider other = provider(second.url(), builder -> builder);

    // When
    for (int i = 0; i < 100; i++) {
      Login login = begin(i % 2 == 0 ? provider : other, TARGET);
      String wrong = i % 2 == 0 ? second.url() : idp.url();
      back(login, "code=code-1&state=" + state(login) + "&iss=" + Form.encode(wrong));
      failed(login, OAuthProblem.LOGIN);
    }

    // Then
    assertThat(idp.tokenRequests()).isEmpty();
    assertThat(second.tokenRequests()).isEmpty();
  }

  static Stream<Arguments> tokenAnswers() {
    return Stream.of(
        Arguments.of("no access token", without("access_token"), OAuthProblem.ANSWER),
        Arguments.of("token_type mac", with("token_type", "mac"), OAuthProblem.ANSWER),
        Arguments.of(
            "HTML", TestingProvider.text("text/html", "<html>access-1"), OAuthProblem.ANSWER),
        Arguments.of("2 MiB", with("more", "x".repeat(2 * 1024 * 1024)), OAuthProblem.ANSWER),
        Arguments.of(
            "a redirect",
            TestingProvider.status(302, "Location", "/elsewhere"),
            OAuthProblem.ANSWER),
        Arguments.of("a smaller scope", with("scope", "openid"), OAuthProblem.SCOPE),
        Arguments.of("no ID token", without("id_token"), OAuthProblem.ID_TOKEN),
        Arguments.of("an ID token that is none", with("id_token", "a.b.c"), OAuthProblem.ID_TOKEN),
        Arguments.of(
            "the code is used up",
            TestingProvider.error(400, "invalid_grant"),
            OAuthProblem.LOGIN_NEEDED),
        Arguments.of("trouble", TestingProvider.status(500), OAuthProblem.UNREACHABLE));
  }

  private static JsonObject plain() {
    return TestingProvider.answer("access-1").put("id_token", "a.b.c");
  }

  private static TestingProvider.Script with(String name, String value) {
    return TestingProvider.json(plain().put(name, value));
  }

  private static TestingProvider.Script without(String name) {
    JsonObject answer = plain();
    answer.remove(name);
    return TestingProvider.json(answer);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tokenAnswers")
  void whatIsNoTokenIsATypedError(
      String what, TestingProvider.Script answer, OAuthProblem problem) {
    // Given
    Login login = begin();
    idp.will(answer);

    // When
    back(login, goodQuery(login));

    // Then
    failed(login, problem);
    assertThat(idp.tokenRequests()).hasSize(1);
    assertThat(idp.seen("/elsewhere")).isEmpty();
  }

  static Stream<Arguments> badClaims() {
    return Stream.of(
        claim("nonce", "another"),
        claim("nonce", null),
        claim("aud", "another"),
        claim("aud", null),
        claim("aud", new JsonArray().add("app").add("other")),
        claim("azp", "another"),
        claim("iss", "https://evil.example"),
        claim("iss", null),
        claim("sub", null),
        claim("sub", ""),
        claim("sub", 7),
        claim("exp", 1),
        claim("exp", null),
        claim("exp", "soon"),
        claim("exp", 1e308),
        claim("iat", null),
        claim("iat", 4_000_000_000L),
        claim("at_hash", TestingIdTokens.hash("another")),
        claim("at_hash", 7));
  }

  private static Arguments claim(String name, Object value) {
    return Arguments.of(name, value);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("badClaims")
  void anIdTokenAboutSomethingElseIsNotTaken(String name, Object value) {
    // Given
    Login login = begin();
    idp.will(
        TestingProvider.json(
            answer(
                login,
                claims -> {
                  claims.remove(name);
                  return value == null ? claims : claims.put(name, value);
                })));

    // When
    back(login, goodQuery(login));

    // Then
    assertThat(failed(login, OAuthProblem.ID_TOKEN)).hasMessageContaining(name);
  }

  @Test
  void severalAudiencesNameTheirParty() {
    // Given
    Login login = begin();
    JsonArray audience = new JsonArray().add("app").add("other");
    idp.will(
        TestingProvider.json(
            answer(login, claims -> claims.put("aud", audience).put("azp", "app"))));

    // When
    back(login, goodQuery(login));

    // Then
    assertThat(Outcomes.get(login.outcome()).subject()).contains("subject-1");
  }

  @Test
  void anIdTokenNeedNotTellOfTheAccessToken() {
    // Given
    Login login = begin();
    idp.will(
        TestingProvider.json(
            answer(
                login,
                claims -> {
                  claims.remove("at_hash");
                  claims.remove("preferred_username");
                  return claims;
                })));

    // When
    back(login, goodQuery(login));

    // Then
    assertThat(Outcomes.get(login.outcome()).name()).isEmpty();
  }

  static Stream<Arguments> signatures() {
    RSAKey shortKey = TestingIdTokens.rsa("key-4", 1_024);
    return Stream.of(
        signature("nobody", TestingIdTokens::unsigned),
        signature(
            "another with the same name",
            claims -> TestingIdTokens.sign(TestingIdTokens.STRANGER, JWSAlgorithm.ES256, claims)),
        signature(
            "a shared secret that is published",
            claims -> TestingIdTokens.sign(TestingIdTokens.SHARED, JWSAlgorithm.HS256, claims)),
        signature(
            "a short key", claims -> TestingIdTokens.sign(shortKey, JWSAlgorithm.RS256, claims)),
        signature(
            "an algorithm that is not taken",
            claims -> TestingIdTokens.sign(TestingIdTokens.RSA, JWSAlgorithm.RS512, claims)),
        signature(
            "a critical header",
            claims ->
                TestingIdTokens.sign(
                    TestingIdTokens.KEY,
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID("key-1")
                        .criticalParams(Set.of("x"))
                        .customParam("x", 1),
                    claims)));
  }

  private static Arguments signature(String what, Function<JsonObject, String> sign) {
    return Arguments.of(what, sign);
  }

  @ParameterizedTest(name = "by {0}")
  @MethodSource("signatures")
  void anIdTokenThatIsNotSignedIsNotTaken(String what, Function<JsonObject, String> sign) {
    // Given
    Login login = begin();
    idp.page(
        "/keys",
        TestingProvider.json(
            TestingIdTokens.published(
                TestingIdTokens.KEY, TestingIdTokens.RSA, TestingIdTokens.rsa("key-4", 1_024))));
    idp.will(TestingProvider.json(plain().put("id_token", sign.apply(claims(login)))));

    // When
    back(login, goodQuery(login));

    // Then
    failed(login, OAuthProblem.ID_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256"})
  void itMayBeSignedByRsa(String algorithm) {
    // Given
    Login login = begin();
    idp.page(
        "/keys",
        TestingProvider.json(TestingIdTokens.published(TestingIdTokens.KEY, TestingIdTokens.RSA)));
    String token =
        TestingIdTokens.sign(TestingIdTokens.RSA, JWSAlgorithm.parse(algorithm), claims(login));
    idp.will(TestingProvider.json(plain().put("id_token", token)));

    // When
    back(login, goodQuery(login));

    // Then
    assertThat(Outcomes.get(login.outcome()).name()).contains("ada");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EdDSA", "Ed25519"})
  void itMayBeSignedByAnEdwardsKey(String algorithm) {
    // Given
    Login login = begin();
    TestingEdwardsKey key = TestingEdwardsKey.generate("ed-1");
    idp.page("/keys", TestingProvider.json(key.published(algorithm)));
    JsonObject claims = claims(login).put("at_hash", TestingIdTokens.hash("SHA-512", "access-1"));
    idp.will(TestingProvider.json(plain().put("id_token", key.sign("EdDSA", claims))));

    // When
    back(login, goodQuery(login));

    // Then
    assertThat(Outcomes.get(login.outcome()).name()).contains("ada");
  }

  static Stream<Arguments> edwardsFaults() {
    TestingEdwardsKey key = TestingEdwardsKey.generate("ed-1");
    TestingEdwardsKey stranger = TestingEdwardsKey.generate("ed-1");
    JsonObject shortKey = key.published("EdDSA");
    shortKey.getJsonArray("keys").getJsonObject(0).put("x", "AAAA");
    JsonObject otherCurve = key.published("EdDSA");
    otherCurve.getJsonArray("keys").getJsonObject(0).put("crv", "X25519");
    String hash = TestingIdTokens.hash("SHA-512", "access-1");
    return Stream.of(
        Arguments.of("another key", stranger, key.published("EdDSA"), hash),
        Arguments.of("a key that is too short", key, shortKey, hash),
        Arguments.of("a key for something else", key, otherCurve, hash),
        Arguments.of(
            "a hash of the wrong length",
            key,
            key.published("EdDSA"),
            TestingIdTokens.hash("access-1")));
  }

  @ParameterizedTest(name = "by {0}")
  @MethodSource("edwardsFaults")
  void itIsNotTakenThen(String what, TestingEdwardsKey key, JsonObject published, String hash) {
    // Given
    Login login = begin();
    idp.page("/keys", TestingProvider.json(published));
    JsonObject claims = claims(login).put("at_hash", hash);
    idp.will(TestingProvider.json(plain().put("id_token", key.sign("EdDSA", claims))));

    // When
    back(login, goodQuery(login));

    // Then
    failed(login, OAuthProblem.ID_TOKEN);
  }

  static Stream<Arguments> keySets() {
    JsonArray many = new JsonArray();
    JsonObject real =
        TestingIdTokens.published(TestingIdTokens.KEY).getJsonArray("keys").getJsonObject(0);
    IntStream.range(0, 10_000).forEach(i -> many.add(new JsonObject().put("kty", "oct")));
    many.add(real);
    return Stream.of(
        keySet(
            "10,000 keys",
            TestingProvider.json(new JsonObject().put("keys", many)),
            OAuthProblem.ID_TOKEN),
        keySet("no keys", TestingProvider.json(new JsonObject()), OAuthProblem.ID_TOKEN),
        keySet(
            "keys that are none",
            TestingProvider.json(
                new JsonObject().put("keys", new JsonArray().add(7).add(new JsonObject()))),
            OAuthProblem.ID_TOKEN),
        keySet(
            "keys for encryption",
            TestingProvider.json(
                new JsonObject().put("keys", new JsonArray().add(real.copy().put("use", "enc")))),
            OAuthProblem.ID_TOKEN),
        keySet(
            "private keys",
            TestingProvider.json(
                new JsonObject()
                    .put(
                        "keys",
                        new JsonArray().add(new JsonObject(TestingIdTokens.KEY.toJSONObject())))),
            OAuthProblem.ID_TOKEN),
        keySet("HTML", TestingProvider.text("text/html", "<html>"), OAuthProblem.METADATA),
        keySet(
            "a redirect",
            TestingProvider.status(302, "Location", "/elsewhere"),
            OAuthProblem.METADATA),
        keySet("trouble", TestingProvider.status(503), OAuthProblem.UNREACHABLE),
        keySet("an endless body", TestingProvider::endless, OAuthProblem.ANSWER));
  }

  private static Arguments keySet(String what, TestingProvider.Script keys, OAuthProblem problem) {
    return Arguments.of(what, keys, problem);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keySets")
  void keysThatCannotBeReliedOnCheckNothing(
      String what, TestingProvider.Script keys, OAuthProblem problem) {
    // Given
    Login login = begin();
    idp.page("/keys", keys);

    // When
    back(login, goodQuery(login));

    // Then
    failed(login, problem);
    assertThat(idp.seen("/elsewhere")).isEmpty();
  }

  @Test
  void keysAtAPrivateAddressAreNotFetched() {
    // Given
    TestingProvider inner = TestingProvider.start(vertx);
    idp.metadata(document -> openId(document).put("jwks_uri", inner.url() + "/keys"));
    Login login = begin();

    // When
    back(login, goodQuery(login));

    // Then
    failed(login, OAuthProblem.UNUSABLE_URL);
    assertThat(inner.seen()).isEmpty();
  }

  @Test
  void withoutKeysNobodyIsBelieved() {
    // Given
    idp.metadata(document -> openId(document).putNull("jwks_uri"));
    Login login = begin();

    // When
    back(login, goodQuery(login));

    // Then
    failed(login, OAuthProblem.ID_TOKEN);
  }

  @Test
  void theVectorOfRfc7636() {
    // When
    String challenge = Pkce.challenge(Secret.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));

    // Then
    assertThat(challenge).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    assertThat(Pkce.verifier().reveal()).matches("[A-Za-z0-9_-]{43}");
  }
}
