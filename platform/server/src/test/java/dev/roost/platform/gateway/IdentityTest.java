package dev.roost.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.auth.AuthConfig.BearerToken;
import dev.roost.platform.auth.AuthConfig.Mode;
import dev.roost.platform.auth.AuthConfig.NonceRule;
import dev.roost.platform.auth.AuthConfig.RequireTimestamp;
import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bearer tokens and the binding of senders, over HTTP. */
class IdentityTest {
  private static TestNode node;

  @BeforeAll
  static void start() {
    node =
        TestNode.with()
            .auth(
                new AuthConfig(
                    Mode.BEARER,
                    RequireTimestamp.AUTO,
                    NonceRule.OFF,
                    List.of(
                        new BearerToken(
                            Secret.of("tok-client"), AgentUrn.of(Requests.CLIENT), Set.of()),
                        new BearerToken(
                            Secret.of("tok-other"),
                            AgentUrn.of("urn:asap:agent:other"),
                            Set.of()))))
            .start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static void assertRefused(
      Wire.Answer answer, int code, String message, String reason, int status) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            new JsonObject()
                .put("jsonrpc", "2.0")
                .put(
                    "error",
                    new JsonObject()
                        .put("code", code)
                        .put("message", message)
                        .put(
                            "data",
                            new JsonObject().put("error", reason).put("status_code", status)))
                .put("id", "req-1"));
  }

  @Test
  void withoutTokenNobodyIsServed() {
    assertRefused(
        node.post(Requests.echo()), -32600, "Invalid request", "Authentication required", 401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer wrong",
        "Bearer ",
        "Bearer",
        "Basic dG9rLWNsaWVudA==",
        "tok-client",
        "Bearer tok-clien",
        "Bearer TOK-CLIENT",
        "Bearertok-client"
      })
  void aWrongTokenOrSchemeIsNotServed(String authorization) {
    assertRefused(
        node.post(Requests.echo(), "Authorization: " + authorization),
        -32600,
        "Invalid request",
        "Invalid authentication token",
        401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer tok-client", "bearer tok-client", "BEARER  tok-client"})
  void aKnownTokenIsServed(String authorization) {
    assertThat(
            node.post(Requests.echo(), "Authorization: " + authorization)
                .json()
                .containsKey("result"))
        .isTrue();
  }

  @Test
  void theSenderMustBeTheTokensOwner() {
    assertRefused(
        node.post(Requests.echo(), "Authorization: Bearer tok-other"),
        -32602,
        "Invalid params",
        "Sender does not match authenticated identity",
        403);
  }

  @Test
  void formIsCheckedBeforeTheTokenAndTheEnvelopeAfterIt() {
    // Given
    String badForm = "{\"jsonrpc\":\"2.0\",\"method\":\"other\",\"params\":{},\"id\":\"req-1\"}";
    String badEnvelope = Requests.around(new JsonObject()).encode();

    // When
    Wire.Answer form = node.post(badForm);
    Wire.Answer envelope = node.post(badEnvelope);

    // Then
    assertThat(form.error().getInteger("code")).isEqualTo(-32601);
    assertRefused(envelope, -32600, "Invalid request", "Authentication required", 401);
    assertThat(
            node.post(badEnvelope, "Authorization: Bearer tok-client").error().getInteger("code"))
        .isEqualTo(-32602);
  }

  @Test
  void whereTokensAreAskedForATimestampIsToo() {
    // Given
    JsonObject envelope = Requests.envelope(TestNode.ECHO, "echo");
    envelope.remove("timestamp");

    // When
    Wire.Answer answer =
        node.post(Requests.around(envelope).encode(), "Authorization: Bearer tok-client");

    // Then
    assertThat(answer.error().getInteger("code")).isEqualTo(-32002);
    assertThat(answer.error().getString("message")).isEqualTo("Envelope timestamp is required");
    assertThat(answer.error().getJsonObject("data").getString("error"))
        .isEqualTo("Invalid envelope timestamp");
  }

  @Test
  void manifestsSayThatTokensAreAskedForAndNeedNone() {
    // When
    Wire.Answer answer = node.get("/.well-known/asap/manifest.json");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getJsonObject("auth").getJsonArray("schemes"))
        .containsExactly("bearer");
  }

  @Test
  void everyMessageOfABatchIsChecked() {
    // Given
    String other =
        Requests.around(
                Requests.envelope(TestNode.ECHO, "echo").put("sender", "urn:asap:agent:other"))
            .encode();

    // When
    Wire.Answer answer =
        node.post("[" + Requests.echo() + "," + other + "]", "Authorization: Bearer tok-client");

    // Then
    assertThat(answer.array().getJsonObject(0).containsKey("result")).isTrue();
    assertThat(answer.array().getJsonObject(1).getJsonObject("error").getInteger("code"))
        .isEqualTo(-32602);
  }
}
