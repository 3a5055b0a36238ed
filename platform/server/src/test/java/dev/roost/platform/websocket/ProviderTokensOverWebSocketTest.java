package dev.roost.platform.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.auth.oauth2.IssuerConfig;
import dev.roost.platform.auth.oauth2.IssuerConfig.Identity;
import dev.roost.platform.auth.oauth2.IssuerConfig.Profile;
import dev.roost.platform.auth.oauth2.TestingIssuers;
import dev.roost.platform.auth.oauth2.TestingProvider;
import dev.roost.platform.auth.oauth2.TestingTokens;
import dev.roost.platform.gateway.SettableClock;
import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens of identity providers over WebSocket: what is refused is told by the close code. */
class ProviderTokensOverWebSocketTest {
  private final TestingProvider provider = new TestingProvider();
  private TestNode node;

  @AfterEach
  void stop() {
    node.close();
    provider.close();
  }

  private void start(Identity identity) {
    start(
        Clock.systemUTC(),
        TestingIssuers.of(provider.issuer(), Profile.STRICT, identity, Map.of()));
  }

  private void start(Clock tokenClock, IssuerConfig issuer) {
    node =
        TestNode.with()
            .tokenClock(tokenClock)
            .auth(
                new AuthConfig(
                    AuthConfig.Mode.OAUTH2,
                    AuthConfig.RequireTimestamp.NEVER,
                    AuthConfig.NonceRule.OFF,
                    List.of(),
                    List.of(issuer)))
            .start();
  }

  /** Whose tokens have no end that is told: their proofs last for 90 s of {@code clock}. */
  private void startIntrospecting(Clock clock) {
    IssuerConfig issuer = TestingIssuers.of(provider.issuer(), Profile.STRICT);
    start(clock, TestingIssuers.introspecting(issuer));
  }

  private void says(boolean active) {
    provider.page(
        TestingProvider.INTROSPECTION,
        new JsonObject()
            .put("active", active)
            .put("aud", TestingTokens.AUDIENCE)
            .put("sub", "subject-1")
            .put("client_id", "client-1")
            .put("scope", "asap:execute"));
  }

  /** Opens a connection whose proof ends in a few seconds, and uses it. */
  private RawSocket openNearTheEnd(SettableClock clock) {
    clock.advance(Duration.between(clock.instant(), Instant.now().minusMillis(87_500)));
    RawSocket connection = open("opaque");
    connection.send(Requests.echo());
    assertThat(connection.next().containsKey("result")).isTrue();
    return connection;
  }

  private TestingTokens tokens() {
    return new TestingTokens(provider.issuer(), Instant.now());
  }

  private RawSocket open(String token) {
    return RawSocket.open(node.port(), "Authorization: Bearer " + token);
  }

  private static void assertClosed(RawSocket socket, int code, String reason) {
    RawSocket.Received end = socket.awaitClose();
    assertThat(end.closeCode()).isEqualTo(code);
    assertThat(end.closeReason()).isEqualTo(reason);
  }

  @Test
  void whoShowsNothingOrSomethingBadIsClosed() {
    // Given
    start(Identity.OFF);
    String reader = tokens().claiming(claims -> claims.put("scope", "asap:read"));

    // When
    try (RawSocket nobody = RawSocket.open(node.port());
        RawSocket stranger = open("a.b.c");
        RawSocket onlyReads = open(reader)) {
      // Then
      assertClosed(nobody, 4401, "Authentication required");
      assertClosed(stranger, 4401, "Invalid token");
      assertClosed(onlyReads, 4401, "Insufficient scope");
    }
  }

  @Test
  void aGoodTokenIsServed() {
    // Given
    start(Identity.OFF);

    // When
    try (RawSocket known = open(tokens().good())) {
      known.send(Requests.echo());

      // Then
      assertThat(known.next().containsKey("result")).isTrue();
    }
  }

  @Test
  void aTokenThatMayNotAskAnAgentIsToldSoWithinTheConversation() {
    // Given
    start(new Identity(true, Identity.REFERENCE_CLAIM, Map.of()));

    // When
    try (RawSocket known = open(tokens().good())) {
      known.send(Requests.echo());
      JsonObject error = known.next().getJsonObject("error");

      // Then
      assertThat(error.getInteger("code")).isEqualTo(-32600);
      assertThat(error.getJsonObject("data").getInteger("status_code")).isEqualTo(403);
    }
  }

  @Test
  void aConnectionEndsWithItsToken() {
    // Given
    start(Identity.OFF);
    long now = Instant.now().getEpochSecond();
    String endsSoon =
        tokens().claiming(claims -> claims.put("iat", now - 300).put("exp", now - 24));

    // When
    try (RawSocket connection = open(endsSoon)) {
      connection.send(Requests.echo());

      // Then
      assertThat(connection.next().containsKey("result")).isTrue();
      assertClosed(connection, 4401, "Invalid token");
    }
  }

  @Test
  void aConnectionOutlivesAProofThatCanBeRenewed() {
    // Given
    SettableClock clock = new SettableClock(Instant.now());
    startIntrospecting(clock);
    says(true);
    try (RawSocket connection = openNearTheEnd(clock)) {
      // When
      clock.advance(Duration.ofHours(1));
      TestPlatform.await(() -> provider.count(TestingProvider.INTROSPECTION) == 2);
      connection.send(Requests.echo());

      // Then
      assertThat(connection.next().containsKey("result")).isTrue();
    }
  }

  @Test
  void itEndsWhenTheTokenIsNotActiveAnyMore() {
    // Given
    SettableClock clock = new SettableClock(Instant.now());
    startIntrospecting(clock);
    says(true);
    try (RawSocket connection = openNearTheEnd(clock)) {
      says(false);

      // When
      clock.advance(Duration.ofHours(1));

      // Then
      assertClosed(connection, 4401, "Invalid token");
      assertThat(provider.count(TestingProvider.INTROSPECTION)).isEqualTo(2);
    }
  }

  @Test
  void itEndsWhenTheNextProofIsOverToo() {
    // Given
    SettableClock clock = new SettableClock(Instant.now());
    startIntrospecting(clock);
    says(true);

    // When
    try (RawSocket connection = openNearTheEnd(clock)) {
      // Then
      assertClosed(connection, 4401, "Invalid token");
    }
  }

  @Test
  void twoAuthorizationHeadersAreMalformedHereToo() {
    // Given
    start(Identity.OFF);
    String good = "Authorization: Bearer " + tokens().good();

    // When
    try (RawSocket twice = RawSocket.open(node.port(), good, good);
        RawSocket inQuery =
            RawSocket.openAt(node.port(), "/asap/ws?access_token=" + tokens().good())) {
      // Then
      assertThat(twice.status()).isEqualTo(400);
      assertThat(inQuery.status()).isEqualTo(400);
    }
  }

  @Test
  void whileNobodyCanSayItACallerIsAskedToComeAgain() {
    // Given
    provider.stop();
    start(Identity.OFF);

    // When
    try (RawSocket connection = open(tokens().good())) {
      // Then
      assertClosed(connection, 1013, "Authentication service unavailable");
    }
  }
}
