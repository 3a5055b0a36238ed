package dev.roost.client.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.client.Outcomes;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import dev.roost.outbound.TestingCertificates;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C1: a provider is found by its issuer, and believed no more than it must be. */
class ProviderDiscoveryTest extends OAuthFixture {
  @TempDir private static Path folder;

  private static JsonObject without(JsonObject document, String name) {
    document.remove(name);
    return document;
  }

  private void nothingWasAskedFor() {
    assertThat(idp.tokenRequests()).isEmpty();
  }

  @Test
  void anOpenIdProviderIsFound() {
    // When
    String token = token(tokens());

    // Then
    assertThat(token).isEqualTo("token-1");
    assertThat(idp.seen())
        .extracting(TestingProvider.Seen::uri)
        .containsExactly(TestingProvider.OPEN_ID, "/token");
  }

  @Test
  void soIsAnAuthorizationServerWhosePathComesLast() {
    // Given
    String issuer = idp.url() + "/realms/asap";
    idp.page(
        TestingProvider.OAUTH + "/realms/asap",
        TestingProvider.json(
            new JsonObject().put("issuer", issuer).put("token_endpoint", idp.url() + "/token")));

    // When
    String token = token(tokens(provider(issuer, builder -> builder)));

    // Then
    assertThat(token).isEqualTo("token-1");
    assertThat(idp.seen())
        .extracting(TestingProvider.Seen::uri)
        .containsExactly(
            "/realms/asap" + TestingProvider.OPEN_ID,
            TestingProvider.OAUTH + "/realms/asap",
            "/token");
  }

  @Test
  void itIsAskedOnceAnHour() {
    // Given
    OAuthTokens tokens = tokens();
    idp.will(TestingProvider.json(TestingProvider.answer("short").put("expires_in", 600)));
    token(tokens);
    clock.pass(Duration.ofMinutes(30));
    token(tokens);
    clock.pass(Duration.ofMinutes(31));

    // When
    token(tokens);

    // Then
    assertThat(idp.seen(TestingProvider.OPEN_ID)).hasSize(2);
    assertThat(idp.tokenRequests()).hasSize(3);
  }

  @Test
  void manyTargetsAreFoundByOneQuestion() {
    // Given
    TokenTarget[] targets =
        IntStream.range(0, 50)
            .mapToObj(i -> TokenTarget.of("https://agent" + i + ".example.com"))
            .toArray(TokenTarget[]::new);
    OAuthTokens tokens = OAuthTokens.clientCredentials(provider, CLIENT, targets);

    // When
    List<Optional<Secret>> given =
        Outcomes.get(
            Future.all(Stream.of(targets).map(target -> tokens.token(target.peer())).toList())
                .map(all -> all.<Optional<Secret>>list()));

    // Then
    assertThat(given).hasSize(50).doesNotContain(Optional.empty());
    assertThat(idp.seen(TestingProvider.OPEN_ID)).hasSize(1);
    assertThat(idp.tokenRequests()).hasSize(50);
  }

  @Test
  void whatIsKnownServesWhileItDoesNotAnswer() {
    // Given
    OAuthTokens tokens = tokens();
    token(tokens);
    clock.pass(Duration.ofMinutes(61));
    idp.page(TestingProvider.OPEN_ID, TestingProvider.status(503));

    // When
    String token = token(tokens);

    // Then
    assertThat(token).isEqualTo("token-1");
    assertThat(idp.tokenRequests()).hasSize(2);
  }

  @Test
  void butNotForMoreThanADay() {
    // Given
    OAuthTokens tokens = tokens();
    token(tokens);
    clock.pass(Duration.ofHours(25));
    idp.page(TestingProvider.OPEN_ID, TestingProvider.status(503));

    // When
    OAuthException failure = failure(tokens);

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.UNREACHABLE);
    assertThat(idp.tokenRequests()).hasSize(1);
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        Arguments.of("another issuer", change("issuer", "https://evil.example")),
        Arguments.of("a slash more", slash()),
        Arguments.of("no issuer", change("issuer", null)),
        Arguments.of("an issuer that is no text", change("issuer", 7)),
        Arguments.of("no token endpoint", change("token_endpoint", null)),
        Arguments.of("a token endpoint that is no text", change("token_endpoint", 7)),
        Arguments.of("a token endpoint that is no URL", change("token_endpoint", "/token")),
        Arguments.of("credentials in an endpoint", change("token_endpoint", "https://a@b.com/")),
        Arguments.of("a fragment in an endpoint", change("jwks_uri", "https://b.com/#x")));
  }

  private interface Change {
    JsonObject apply(JsonObject document);
  }

  private static Change change(String name, Object value) {
    return document -> value == null ? without(document, name) : document.put(name, value);
  }

  private static Change slash() {
    return document -> document.put("issuer", document.getString("issuer") + "/");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void metadataThatCannotBeReliedOnAreNot(String what, Change change) {
    // Given
    idp.metadata(change::apply);

    // When
    OAuthException failure = failure(tokens());

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.METADATA);
    assertThat(failure).hasMessageContaining(idp.url()).hasMessageNotContaining("evil");
    nothingWasAskedFor();
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(TestingProvider.text("text/html", "<html>"), OAuthProblem.METADATA),
        Arguments.of(TestingProvider.text("application/json", "[]"), OAuthProblem.METADATA),
        Arguments.of(
            TestingProvider.text("application/json", "{\"issuer\":\"a\",\"issuer\":\"b\"}"),
            OAuthProblem.METADATA),
        Arguments.of(TestingProvider.status(404), OAuthProblem.METADATA),
        Arguments.of(TestingProvider.status(302, "Location", "/elsewhere"), OAuthProblem.METADATA),
        Arguments.of(TestingProvider.status(500), OAuthProblem.UNREACHABLE),
        Arguments.of(TestingProvider.status(429, "Retry-After", "7"), OAuthProblem.UNREACHABLE),
        Arguments.of((TestingProvider.Script) TestingProvider::drop, OAuthProblem.UNREACHABLE),
        Arguments.of((TestingProvider.Script) TestingProvider::breakOff, OAuthProblem.UNREACHABLE),
        Arguments.of((TestingProvider.Script) TestingProvider::endless, OAuthProblem.ANSWER));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void whatIsNoMetadataIsATypedError(TestingProvider.Script answer, OAuthProblem problem) {
    // Given
    idp.page(TestingProvider.OPEN_ID, answer);

    // When
    OAuthException failure = failure(tokens());

    // Then
    assertThat(failure.problem()).isEqualTo(problem);
    assertThat(idp.seen("/elsewhere")).isEmpty();
    nothingWasAskedFor();
  }

  @Test
  void aProviderThatIsSilentIsWaitedForOnlySoLong() {
    // Given
    idp.page(TestingProvider.OPEN_ID, TestingProvider::silence);
    IdentityProvider hasty = provider(idp.url(), builder -> builder.timeout(Duration.ofMillis(50)));

    // When
    OAuthException failure = failure(tokens(hasty));

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.UNREACHABLE);
    assertThat(failure).hasMessageContaining("did not answer");
  }

  @Test
  void aProviderThatIsNotThereIsToldSo() {
    // Given
    idp.stop();

    // When
    OAuthException failure = failure(tokens());

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.UNREACHABLE);
    assertThat(failure).hasMessageStartingWith("No connection to http://127.0.0.1:");
    assertThat(failure.getCause()).isNotNull();
  }

  @Test
  void theIssuerMustHaveTls() {
    assertThatThrownBy(() -> IdentityProvider.builder("http://id.example.com").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id.example.com",
        "https://user@id.example.com",
        "https://id.example.com/?x=1",
        "https://id.example.com/#x",
        "file:///etc/passwd"
      })
  void whatIsNoIssuerIsRefused(String issuer) {
    assertThatThrownBy(() -> IdentityProvider.builder(issuer).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTimeMustBePositive() {
    assertThatThrownBy(() -> IdentityProvider.builder("https://a.example").timeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeout");
  }

  @ParameterizedTest
  @ValueSource(strings = {"token_endpoint", "jwks_uri", "authorization_endpoint"})
  void behindTlsNothingIsWithoutIt(String name) {
    // Given
    PfxOptions keys =
        new PfxOptions()
            .setPath(TestingCertificates.store(folder, "ip:127.0.0.1").toString())
            .setPassword(TestingCertificates.PASSWORD);
    TestingProvider secure =
        TestingProvider.start(vertx, new HttpServerOptions().setSsl(true).setKeyCertOptions(keys));
    IdentityProvider there = provider(secure.url(), builder -> builder.trust(keys));
    String good = token(tokens(there));
    secure.metadata(document -> document.put(name, idp.url() + "/token"));

    // When
    OAuthException failure =
        failure(tokens(provider(secure.url(), builder -> builder.trust(keys))));

    // Then
    assertThat(good).isEqualTo("token-1");
    assertThat(failure.problem()).isEqualTo(OAuthProblem.METADATA);
    assertThat(failure).hasMessageContaining("'" + name + "' is not https://");
    nothingWasAskedFor();
  }

  @Test
  void anEndpointElsewhereMustBePublic() {
    // Given
    TestingProvider inner = TestingProvider.start(vertx);
    idp.metadata(document -> document.put("token_endpoint", inner.url() + "/token"));

    // When
    OAuthException failure = failure(tokens());

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.UNUSABLE_URL);
    assertThat(inner.seen()).isEmpty();
  }

  @Test
  void withAGuardSoMustTheIssuer() {
    // Given
    OutboundGuard guard =
        new OutboundGuard(
            vertx,
            OutboundConfig.DEFAULTS,
            name -> Future.failedFuture("no such name"),
            OwnListeners.none());

    // When
    OAuthException failure = failure(tokens(provider(idp.url(), builder -> builder.guard(guard))));
    OAuthException unknown =
        failure(tokens(provider("https://id.example", builder -> builder.guard(guard))));

    // Then
    assertThat(failure.problem()).isEqualTo(OAuthProblem.UNUSABLE_URL);
    assertThat(unknown.problem()).isEqualTo(OAuthProblem.UNREACHABLE);
    assertThat(idp.seen()).isEmpty();
  }

  @Test
  void aProviderMayHaveItsOwnVertx() {
    // Given
    IdentityProvider alone = IdentityProvider.builder(idp.url()).build();
    String token = token(tokens(alone));

    // When
    Outcomes.get(alone.close());

    // Then
    assertThat(token).isEqualTo("token-1");
    assertThat(alone.issuer()).isEqualTo(idp.url());
  }
}
