package dev.roost.platform.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.outbound.DnsLookup;
import dev.roost.outbound.GuardedWayOut;
import dev.roost.outbound.HttpConnector;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import dev.roost.platform.auth.oauth2.IssuerConfig.Profile;
import dev.roost.platform.gateway.SettableClock;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Discovery and keys, from a real server by the guarded way out. */
class ProviderTest {
  private final Vertx vertx = Vertx.vertx();
  private final TestingProvider there = new TestingProvider();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));

  @AfterEach
  void close() {
    there.close();
    TestingProvider.await(vertx.close());
  }

  private Provider provider(IssuerConfig config) {
    return new Provider(config, new ProviderCalls(vertx, TestingProvider.wayOut(vertx)), clock);
  }

  private Provider provider(String issuer) {
    return provider(TestingIssuers.of(issuer, Profile.STRICT));
  }

  private KeySet keys(Provider provider) {
    return onContext(provider::keys);
  }

  /** A provider is asked from one context. */
  private <T> T onContext(Supplier<Future<T>> question) {
    Promise<T> answer = Promise.promise();
    vertx.runOnContext(turn -> question.get().onComplete(answer));
    return TestingProvider.await(answer.future());
  }

  @Test
  void keysAreFoundByTheIssuersNameAlone() {
    // Given
    Provider provider = provider(there.issuer());

    // When
    KeySet keys = keys(provider);

    // Then
    assertThat(keys.knows("rsa-1")).isTrue();
    assertThat(onContext(provider::introspectionEndpoint))
        .isEqualTo(there.url(TestingProvider.INTROSPECTION));
    assertThat(there.count(TestingProvider.OPENID)).isEqualTo(1);
  }

  @Test
  void theDocumentOfAuthorizationServersWillDo() {
    // Given
    String issuer = there.issuer() + "/realms/asap";
    there.page(
        "/.well-known/oauth-authorization-server/realms/asap",
        new JsonObject().put("issuer", issuer).put("jwks_uri", there.url(TestingProvider.KEYS)));

    // When
    KeySet keys = keys(provider(issuer));

    // Then
    assertThat(keys.knows("rsa-1")).isTrue();
    assertThat(there.count("/realms/asap/.well-known/openid-configuration")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/other", ""})
  void metadataOfAnotherIssuerIsRefused(String suffix) {
    // Given
    Object named = suffix.isEmpty() ? new JsonArray() : there.issuer() + suffix;
    there.page(
        TestingProvider.OPENID,
        new JsonObject().put("issuer", named).put("jwks_uri", there.url(TestingProvider.KEYS)));

    // When / Then
    assertThatThrownBy(() -> keys(provider(there.issuer())))
        .isInstanceOf(ProviderUnavailableException.class);
    assertThat(there.count(TestingProvider.KEYS)).isZero();
  }

  @Test
  void metadataWithoutKeysIsAFailure() {
    // Given
    there.page(TestingProvider.OPENID, new JsonObject().put("issuer", there.issuer()));

    // When / Then
    assertThatThrownBy(() -> keys(provider(there.issuer())))
        .isInstanceOf(ProviderUnavailableException.class)
        .hasMessageContaining("jwks_uri");
  }

  @Test
  void keysByHandNeedNoDiscovery() {
    // Given
    IssuerConfig config =
        TestingIssuers.withKeys(
            TestingIssuers.of("https://id.example.com", Profile.STRICT),
            there.url(TestingProvider.KEYS));

    // When
    KeySet keys = keys(provider(config));

    // Then
    assertThat(keys.knows("rsa-1")).isTrue();
    assertThat(there.count(TestingProvider.OPENID)).isZero();
  }

  @Test
  void metadataIsReadAgainAfterAnHourAndTheOldHoldsIfItIsGone() {
    // Given
    Provider provider = provider(there.issuer());
    keys(provider);
    keys(provider);
    clock.advance(Provider.KEPT);
    there.page(TestingProvider.OPENID, 500, Buffer.buffer());

    // When
    KeySet keys = keys(provider);

    // Then
    assertThat(keys.knows("rsa-1")).isTrue();
    assertThat(there.count(TestingProvider.OPENID)).isEqualTo(2);
  }

  static Stream<Arguments> badAnswers() {
    return Stream.of(
        bad("500", request -> request.response().setStatusCode(500).end("{\"keys\":[]}")),
        bad("404", request -> request.response().setStatusCode(404).end()),
        bad("204", request -> request.response().setStatusCode(204).end()),
        bad(
            "a redirect",
            request ->
                request
                    .response()
                    .setStatusCode(302)
                    .putHeader("Location", TestingProvider.OPENID)
                    .end()),
        bad("HTML", request -> request.response().end("<html>log in</html>")),
        bad("nothing", request -> request.response().end()),
        bad("no key", request -> request.response().end("{\"keys\":[]}")),
        bad("a list", request -> request.response().end("[]")),
        bad("a member twice", request -> request.response().end("{\"keys\":[],\"keys\":[]}")),
        bad("10 MB", request -> request.response().end("x".repeat(10_000_000))),
        bad("a cut", request -> request.connection().close()),
        bad(
            "a cut in the body",
            request -> {
              request.response().putHeader("Content-Length", "1000").write("{\"keys\"");
              request.connection().close();
            }),
        bad("silence", request -> {}),
        bad("a byte now and then", request -> request.response().setChunked(true).write("{")));
  }

  private static Arguments bad(String name, Handler<HttpServerRequest> answer) {
    return Arguments.of(name, answer);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badAnswers")
  void aBadAnswerIsAFailureInTime(String name, Handler<HttpServerRequest> answer) {
    // Given
    there.page(TestingProvider.KEYS, answer);

    // When / Then
    assertThatThrownBy(() -> keys(provider(there.issuer())))
        .isInstanceOf(ProviderUnavailableException.class);
  }

  @Test
  void aProviderThatIsNotThereIsAFailure() {
    // Given
    there.stop();

    // When / Then
    assertThatThrownBy(() -> keys(provider(there.issuer())))
        .isInstanceOf(ProviderUnavailableException.class);
  }

  @Test
  void thePagesMustBeByTlsAtPublicAddressesUnlessTheGuardIsToldOtherwise() {
    // Given
    GuardedWayOut strict =
        new GuardedWayOut(
            new OutboundGuard(
                vertx, OutboundConfig.DEFAULTS, DnsLookup.ofSystem(), OwnListeners.none()),
            HttpConnector.create(vertx));
    Provider provider =
        new Provider(
            TestingIssuers.of(there.issuer(), Profile.STRICT),
            new ProviderCalls(vertx, strict),
            clock);

    // When / Then
    assertThatThrownBy(() -> keys(provider)).isInstanceOf(ProviderUnavailableException.class);
    assertThat(there.count(TestingProvider.OPENID)).isZero();
  }

  @ParameterizedTest
  @MethodSource
  void whereTheDocumentsAre(String issuer, String openId, String oauth) {
    assertThat(ProviderMetadata.openIdUrl(issuer)).isEqualTo(openId);
    assertThat(ProviderMetadata.oauthUrl(issuer)).isEqualTo(oauth);
  }

  static Stream<Arguments> whereTheDocumentsAre() {
    return Stream.of(
        Arguments.of(
            "https://id.example",
            "https://id.example/.well-known/openid-configuration",
            "https://id.example/.well-known/oauth-authorization-server"),
        Arguments.of(
            "https://id.example/",
            "https://id.example/.well-known/openid-configuration",
            "https://id.example/.well-known/oauth-authorization-server"),
        Arguments.of(
            "https://id.example/realms/a",
            "https://id.example/realms/a/.well-known/openid-configuration",
            "https://id.example/.well-known/oauth-authorization-server/realms/a"));
  }
}
