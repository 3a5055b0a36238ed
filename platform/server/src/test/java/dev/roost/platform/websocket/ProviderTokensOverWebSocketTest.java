package dev.roost.platform.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.auth.oauth2.IssuerConfig.Identity;
import dev.roost.platform.auth.oauth2.IssuerConfig.Profile;
import dev.roost.platform.auth.oauth2.TestingIssuers;
import dev.roost.platform.auth.oauth2.TestingProvider;
import dev.roost.platform.auth.oauth2.TestingTokens;
import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import io.vertx.core.json.JsonObject;
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
    node =
        TestNode.with()
            .auth(
                new AuthConfig(
                    AuthConfig.Mode.OAUTH2,
                    AuthConfig.RequireTimestamp.NEVER,
                    AuthConfig.NonceRule.OFF,
                    List.of(),
                    List.of(
                        TestingIssuers.of(provider.issuer(), Profile.STRICT, identity, Map.of()))))
            .start();
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
