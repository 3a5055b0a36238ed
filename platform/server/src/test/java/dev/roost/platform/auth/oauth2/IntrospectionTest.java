package dev.roost.platform.auth.oauth2;

import static dev.roost.platform.auth.oauth2.OAuth2Node.isServed;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.roost.platform.auth.oauth2.IssuerConfig.Identity;
import dev.roost.platform.auth.oauth2.IssuerConfig.Profile;
import dev.roost.platform.http.Requests;
import dev.roost.platform.http.Wire;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Tokens that are no JWT: the provider looks into them. */
class IntrospectionTest {
  private static final String OPAQUE = "2YotnFZFEjr1zCsicMWpAA";

  /** How the credentials of this platform go to the provider. */
  private static final String BASIC =
      Base64.getEncoder()
          .encodeToString("roost:introspection+secret".getBytes(StandardCharsets.UTF_8));

  private final TestingProvider provider = new TestingProvider();
  private final Queue<String> forms = new ConcurrentLinkedQueue<>();
  private final Queue<String> credentials = new ConcurrentLinkedQueue<>();
  private OAuth2Node there;

  @BeforeEach
  void start() {
    there =
        OAuth2Node.start(
            provider,
            TestingIssuers.introspecting(TestingIssuers.of(provider.issuer(), Profile.STRICT)));
    says(answer -> {});
  }

  @AfterEach
  void stop() {
    there.close();
  }

  private int asked() {
    return provider.count(TestingProvider.INTROSPECTION);
  }

  private void says(Consumer<JsonObject> change) {
    JsonObject answer =
        new JsonObject()
            .put("active", true)
            .put("iss", provider.issuer())
            .put("aud", TestingTokens.AUDIENCE)
            .put("sub", "subject-1")
            .put("client_id", "client-1")
            .put("scope", "asap:execute")
            .put("token_type", "Bearer")
            .put("exp", there.tokens().in(300));
    change.accept(answer);
    provider.page(
        TestingProvider.INTROSPECTION,
        request ->
            request
                .body()
                .onSuccess(
                    form -> {
                      forms.add(form.toString());
                      credentials.add(request.getHeader("Authorization"));
                      request.response().end(answer.toBuffer());
                    }));
  }

  @Test
  void anActiveTokenIsServedAndShownAsTheStandardSays() {
    // When
    Wire.Answer answer = there.post(OPAQUE);

    // Then
    assertThat(isServed(answer)).isTrue();
    assertThat(forms).containsOnly("token=" + OPAQUE + "&token_type_hint=access_token");
    String basic = credentials.remove().substring("Basic ".length());
    assertThat(new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8))
        .isEqualTo("roost:introspection+secret");
  }

  @Test
  void theAnswerHoldsForAWhileOnEachLoop() {
    // When
    List<Wire.Answer> answers = Stream.generate(() -> there.post(OPAQUE)).limit(50).toList();

    // Then
    assertThat(answers).allMatch(OAuth2Node::isServed);
    assertThat(asked()).isLessThanOrEqualTo(2);
  }

  @Test
  void t74ARevokedTokenIsRefusedWithinAMinute() {
    // Given
    assertThat(isServed(there.post(OPAQUE))).isTrue();
    says(answer -> answer.put("active", false));

    // When
    there.clock.advance(Duration.ofSeconds(31));

    // Then
    assertThat(there.post(OPAQUE).status()).isEqualTo(401);
  }

  @Test
  void aJwtIsNotShownUnlessThatIsWanted() {
    // Given
    says(answer -> answer.put("active", false));

    // When
    Wire.Answer answer = there.post(there.tokens().good());

    // Then
    assertThat(isServed(answer)).isTrue();
    assertThat(asked()).isZero();
  }

  @Test
  void whereAllAreLookedIntoARevokedJwtIsRefusedWithinAMinute() {
    // Given
    IssuerConfig config = TestingIssuers.of(provider.issuer(), Profile.STRICT);
    there.node.close();
    there = OAuth2Node.start(provider, TestingIssuers.introspecting(config, true));
    String token = there.tokens().good();
    assertThat(isServed(there.post(token))).isTrue();
    says(answer -> answer.put("active", false));

    // When
    there.clock.advance(Duration.ofSeconds(31));

    // Then
    assertThat(there.post(token).status()).isEqualTo(401);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void aJwtThatIsNotGoodIsNotShown() {
    // Given
    IssuerConfig config = TestingIssuers.of(provider.issuer(), Profile.STRICT);
    there.node.close();
    there = OAuth2Node.start(provider, TestingIssuers.introspecting(config, true));

    // When
    Wire.Answer answer = there.post(there.tokens().claiming(claims -> claims.put("aud", "other")));

    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(asked()).isZero();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("not active", answer -> answer.put("active", false)),
        refusal("active as a text", answer -> answer.put("active", "true")),
        refusal("active as a number", answer -> answer.put("active", 1)),
        refusal("no active", answer -> answer.remove("active")),
        refusal("another issuer", answer -> answer.put("iss", "https://other.example")),
        refusal("another audience", answer -> answer.put("aud", "other")),
        refusal("an audience of others", answer -> answer.put("aud", new JsonArray().add("x"))),
        refusal("no audience and no client that we know", answer -> answer.remove("aud")),
        refusal("expired", answer -> answer.put("exp", 1)),
        refusal("exp as a text", answer -> answer.put("exp", "never")),
        refusal("not good yet", answer -> answer.put("nbf", 99_999_999_999L)),
        refusal("bound to a key", answer -> answer.put("cnf", new JsonObject())),
        refusal("of another type", answer -> answer.put("token_type", "DPoP")),
        refusal("nobody's", answer -> answer.putNull("sub")),
        refusal("scopes as a list", answer -> answer.put("scope", new JsonArray())));
  }

  private static Arguments refusal(String name, Consumer<JsonObject> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void aTokenIsRefusedThatIs(String name, Consumer<JsonObject> change) {
    // Given
    says(change);

    // When
    Wire.Answer answer = there.post(OPAQUE);

    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("www-authenticate")).contains("error=\"invalid_token\"");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        failure("500", request -> request.response().setStatusCode(500).end()),
        failure("401", request -> request.response().setStatusCode(401).end()),
        failure("HTML", request -> request.response().end("<html>")),
        failure("silence", request -> {}),
        failure("a cut", request -> request.connection().close()));
  }

  private static Arguments failure(String name, Handler<HttpServerRequest> answer) {
    return Arguments.of(name, answer);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void t76AProviderThatDoesNotAnswerMakesNobodyAStranger(
      String name, Handler<HttpServerRequest> failing) {
    // Given
    provider.page(TestingProvider.INTROSPECTION, failing);

    // When
    Wire.Answer answer = there.post(OPAQUE);

    // Then
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEqualTo("5");
  }

  @Test
  void neitherTokensNorSecretsAreLogged() {
    // Given
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    log.start();
    root.addAppender(log);
    provider.page(
        TestingProvider.INTROSPECTION, request -> request.response().setStatusCode(500).end());
    String signed = there.tokens().claiming(claims -> claims.put("aud", "other"));

    // When
    there.post(OPAQUE);
    there.post(signed);
    root.detachAppender(log);

    // Then
    assertThat(log.list)
        .isNotEmpty()
        .extracting(event -> event.getFormattedMessage() + event.getKeyValuePairs() + thrown(event))
        .allSatisfy(
            text ->
                assertThat(text)
                    .doesNotContain(
                        OPAQUE, signed, TestingIssuers.SECRET, "introspection+secret", BASIC));
  }

  private static String thrown(ILoggingEvent event) {
    return event.getThrowableProxy() == null ? "" : event.getThrowableProxy().getMessage();
  }

  @Test
  void theScopeCountsHereToo() {
    // Given
    says(answer -> answer.put("scope", "asap:read other"));

    // When
    Wire.Answer answer = there.post(OPAQUE);

    // Then
    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void aRefusedTokenIsNotShownAgainAtOnce() {
    // Given
    says(answer -> answer.put("active", false));

    // When
    List<Integer> answers = Stream.generate(() -> there.post(OPAQUE).status()).limit(20).toList();

    // Then
    assertThat(answers).containsOnly(401);
    assertThat(asked()).isEqualTo(1);
    there.clock.advance(OpaqueTokens.REFUSAL);
    there.post(OPAQUE);
    assertThat(asked()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a,b", "\"a\"", "=", "a=b", "a;b", "a\u00e9"})
  void whatNoTokenLooksLikeIsNotShown(String token) {
    // When
    Wire.Answer answer = there.post(token);

    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(asked()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.c", "eyJhbGciOiJub25lIn0.e30."})
  void aJwtIsNeverShown(String token) {
    // When
    Wire.Answer answer = there.post(token);

    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(asked()).isZero();
  }

  @Test
  void withoutAnAudienceAClientThatWeKnowIsEnough() {
    // Given
    stop();
    TestingProvider other = new TestingProvider();
    there =
        OAuth2Node.start(
            other,
            TestingIssuers.introspecting(
                TestingIssuers.of(
                    other.issuer(),
                    Profile.STRICT,
                    Identity.OFF,
                    Map.of("client-1", AgentUrn.of(Requests.CLIENT)))));
    other.page(
        TestingProvider.INTROSPECTION,
        new JsonObject()
            .put("active", true)
            .put("client_id", "client-1")
            .put("scope", "asap:execute"));

    // When
    Wire.Answer answer = there.post(OPAQUE);

    // Then
    assertThat(isServed(answer)).isTrue();
  }

  @Test
  void whereNoProviderLooksIntoTokensTheyAreRefused() {
    // Given
    stop();
    there = OAuth2Node.start(Profile.STRICT);

    // When
    Wire.Answer answer = there.post(OPAQUE);

    // Then
    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void ofTwoProvidersTheOneThatKnowsTheTokenCounts() {
    // Given
    stop();
    TestingProvider knowing = new TestingProvider();
    try (TestingProvider other = new TestingProvider()) {
      other.page(TestingProvider.INTROSPECTION, new JsonObject().put("active", false));
      there =
          OAuth2Node.start(
              knowing,
              TestingIssuers.introspecting(TestingIssuers.of(other.issuer(), Profile.STRICT)),
              TestingIssuers.introspecting(TestingIssuers.of(knowing.issuer(), Profile.STRICT)));
      knowing.page(
          TestingProvider.INTROSPECTION,
          new JsonObject()
              .put("active", true)
              .put("aud", "asap")
              .put("sub", "s")
              .put("scope", "asap:execute"));

      // When
      Wire.Answer answer = there.post(OPAQUE);

      // Then
      assertThat(isServed(answer)).isTrue();
    }
  }
}
