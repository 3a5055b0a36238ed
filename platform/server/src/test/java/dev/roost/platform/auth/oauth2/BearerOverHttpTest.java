package dev.roost.platform.auth.oauth2;

import static dev.roost.platform.auth.oauth2.OAuth2Node.isServed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers are answered who show tokens of an identity provider, or none. */
class BearerOverHttpTest {
  private static final String METADATA =
      "resource_metadata=\"http://localhost:8080/.well-known/oauth-protected-resource/asap\"";

  private static OAuth2Node there;

  @BeforeAll
  static void start() {
    there = OAuth2Node.start(IssuerConfig.Profile.STRICT);
  }

  @AfterAll
  static void stop() {
    there.close();
  }

  private static void assertBare(Wire.Answer answer) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json()).isEqualTo(new JsonObject().put("detail", "Authentication required"));
    assertThat(answer.header("www-authenticate")).isEqualTo("Bearer " + METADATA);
  }

  static Stream<BadToken> badTokens() {
    // a line end cannot stand in a header, nor what is beyond Latin 1
    Set<String> unsendable =
        Set.of("line end in the signature", "a character beyond Latin 1", "longer than 8 KiB");
    return BadToken.all().filter(bad -> !unsendable.contains(bad.name()));
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void aBadTokenIsAnsweredAsSuch(BadToken bad) {
    // Given
    String token = bad.maker().apply(there.tokens());

    // When
    Wire.Answer answer = there.post(token);

    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json())
        .isEqualTo(new JsonObject().put("detail", "Invalid authentication token"));
    assertThat(answer.header("www-authenticate"))
        .isEqualTo(
            "Bearer error=\"invalid_token\", error_description=\""
                + bad.problem().description()
                + "\", "
                + METADATA);
  }

  @Test
  void t01WithoutCredentialsTheChallengeIsBare() {
    assertBare(there.node.post(Requests.echo()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer ", "bearer", "Basic dTpw", "DPoP x", "Token x", ""})
  void t02WhatIsNoBearerTokenIsNoCredentials(String authorization) {
    assertBare(there.node.post(Requests.echo(), "Authorization: " + authorization));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "bearer", "BEARER", "bEaReR"})
  void t04TheSchemesCaseDoesNotMatter(String scheme) {
    // Given
    String good = there.tokens().good();

    // When
    Wire.Answer answer = there.node.post(Requests.echo(), "Authorization: " + scheme + " " + good);

    // Then
    assertThat(isServed(answer)).as(answer.toString()).isTrue();
  }

  @Test
  void t05TwoAuthorizationHeadersAreMalformed() {
    // Given
    String good = "Authorization: Bearer " + there.tokens().good();

    // When
    Wire.Answer answer = there.node.post(Requests.echo(), good, good);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("www-authenticate"))
        .isEqualTo("Bearer error=\"invalid_request\", " + METADATA);
  }

  @Test
  void t07ATokenInAFormTooIsMalformed() {
    // Given
    String good = there.tokens().good();

    // When
    Wire.Answer answer =
        there.node.post(
            "grant=x&access_token=" + good,
            "Content-Type: application/x-www-form-urlencoded",
            "Authorization: Bearer " + good);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("www-authenticate")).contains("invalid_request");
  }

  @Test
  void jsonThatIsCalledAFormIsTakenAsJson() {
    // When
    Wire.Answer answer =
        there.node.post(
            Requests.echo(),
            "Content-Type: application/x-www-form-urlencoded",
            "Authorization: Bearer " + there.tokens().good());

    // Then
    assertThat(isServed(answer)).isTrue();
  }

  @Test
  void aTokenInTheUrlIsMalformed() {
    // Given
    String good = there.tokens().good();

    // When
    Wire.Answer answer = there.node.get("/asap/tasks/x?access_token=" + good);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).doesNotContain(good);
  }

  @Test
  void t08ATokenThatIsTooLongIsRefusedWithItsHead() {
    assertThat(there.post("x".repeat(9_000)).status()).isEqualTo(431);
  }

  @Test
  void nobodyIsAskedForABodyBeforeItIsKnownWhoTheyAre() {
    // Given
    try (Wire wire = there.node.connect()) {
      // When
      wire.send(
          "POST /asap HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n"
              + "Expect: 100-continue\r\n\r\n");

      // Then
      assertThat(wire.read().status()).isEqualTo(401);
    }
  }

  @Test
  void aBodyThatCameWithItsHeadIsStillThereWhenTheCallerIsKnown() {
    // Given
    String fresh = there.tokens().claiming(claims -> claims.put("jti", "never seen before"));
    byte[] body =
        Requests.around(
                Requests.envelope(TestNode.ECHO, "echo")
                    .put(
                        "payload",
                        new JsonObject()
                            .put("conversation_id", "c")
                            .put("skill_id", "echo")
                            .put("input", new JsonObject().put("pad", "x".repeat(2_000_000)))))
            .encode()
            .getBytes(StandardCharsets.UTF_8);

    // When
    Wire.Answer answer = there.node.post(body, "Authorization: Bearer " + fresh);

    // Then
    assertThat(isServed(answer)).isTrue();
  }

  @Test
  void t38KeysElsewhereAreNotAskedFor() {
    // Given
    String token =
        there
            .tokens()
            .headed(
                header ->
                    header
                        .put("kid", "elsewhere")
                        .put("jku", there.provider.url("/attacker"))
                        .put("x5u", there.provider.url("/attacker")),
                TestingKey.rsa("elsewhere", 2_048));

    // When
    Wire.Answer answer = there.post(token);

    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(there.provider.count("/attacker")).isZero();
  }

  @Test
  void aGoodTokenIsServedOnEveryPage() {
    // Given
    String good = there.tokens().good();

    // When
    Wire.Answer metrics = there.get("/asap/metrics", good);

    // Then
    assertThat(isServed(there.post(good))).isTrue();
    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.text()).contains("asap_auth_failures_total");
    assertThat(there.get("/asap/capability/list", good).status()).isEqualTo(200);
    assertThat(there.get("/asap/tasks/none", good).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/asap/metrics",
        "/asap/capability/list",
        "/asap/capability/describe?name=echo",
        "/asap/tasks/t",
        "/asap/tasks/t/events",
        "/agents/echo/asap/tasks/t",
        "/agents/echo/asap/metrics"
      })
  void pagesBehindTheGuardAskForAToken(String path) {
    // When
    Wire.Answer answer = there.node.get(path);

    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("www-authenticate"))
        .startsWith("Bearer resource_metadata=\"http://localhost:8080/.well-known/oauth-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/ready",
        "/.well-known/asap/manifest.json",
        "/.well-known/asap/health",
        "/agents/echo/.well-known/asap/manifest.json"
      })
  void pagesForEverybodyAskForNothing(String path) {
    assertThat(there.node.get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "asap:execute-all",
        "xasap:execute",
        "asap:EXECUTE",
        "asap",
        "execute",
        "",
        "asap:read"
      })
  void t70WithoutTheScopeNothingIsRun(String scope) {
    // Given
    String token = there.tokens().claiming(claims -> claims.put("scope", scope));

    // When
    Wire.Answer answer = there.post(token);

    // Then
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json()).isEqualTo(new JsonObject().put("detail", "Insufficient scope"));
    assertThat(answer.header("www-authenticate"))
        .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"asap:execute\", " + METADATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"asap:execute", "x asap:execute y", "asap:admin"})
  void theScopeOrAGreaterOneIsEnough(String scope) {
    // Given
    String token = there.tokens().claiming(claims -> claims.put("scope", scope));

    // When
    Wire.Answer answer = there.post(token);

    // Then
    assertThat(isServed(answer)).isTrue();
  }

  @Test
  void readersMayLookAndNotSend() {
    // Given
    String reader = there.tokens().claiming(claims -> claims.put("scope", "asap:read"));

    // When
    Wire.Answer page = there.get("/asap/capability/list", reader);

    // Then
    assertThat(page.status()).isEqualTo(200);
    assertThat(there.post(reader).status()).isEqualTo(403);
  }

  @Test
  void aTokenWithoutScopesMayNotEvenLook() {
    // Given
    String token = there.tokens().claiming(claims -> claims.remove("scope"));

    // When
    Wire.Answer page = there.get("/asap/capability/list", token);

    // Then
    assertThat(page.status()).isEqualTo(403);
    assertThat(page.header("www-authenticate")).contains("scope=\"asap:read\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/asap", "/asap/stream", "/agents/echo/asap"})
  void clientsLearnWhereTokensComeFrom(String path) {
    // When
    Wire.Answer answer = there.node.get("/.well-known/oauth-protected-resource" + path);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            new JsonObject()
                .put("resource", "http://localhost:8080" + path)
                .put("authorization_servers", new JsonArray().add(there.provider.issuer()))
                .put(
                    "scopes_supported",
                    new JsonArray().add("asap:read").add("asap:execute").add("asap:admin"))
                .put("bearer_methods_supported", new JsonArray().add("header")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/x", "/asap\"x", "/asap%22x"})
  void noOtherPathIsAResource(String path) {
    assertThat(there.node.get("/.well-known/oauth-protected-resource" + path).status())
        .isIn(400, 404);
  }

  @Test
  void aPathThatCannotStandInAHeaderIsNotRepeated() {
    // When
    Wire.Answer answer = there.node.get("/asap/tasks/a%22,b=%22");

    // Then
    assertThat(answer.header("www-authenticate"))
        .isEqualTo(
            "Bearer resource_metadata=\"http://localhost:8080/.well-known/oauth-protected-resource\"");
  }

  @Test
  void aBatchIsRefusedAsAWhole() {
    // When
    Wire.Answer answer = there.node.post("[" + Requests.echo() + "]");

    // Then
    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void streamsAreBehindTheGuardToo() {
    // Given
    byte[] body = Requests.echo().getBytes(StandardCharsets.UTF_8);

    // When
    try (Wire wire = there.node.connect()) {
      Wire.Answer answer = wire.request("POST", "/asap/stream", body).read();

      // Then
      assertThat(answer.status()).isEqualTo(401);
    }
  }

  @Test
  void whatIsWrongWithAMessageIsToldToThoseWhoMaySendOne() {
    // When
    Wire.Answer answer = there.node.post("{", "Authorization: Bearer " + there.tokens().good());

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32700);
    assertThat(there.node.post("{").status()).isEqualTo(401);
  }

  @Test
  void noTokenIsInAnyAnswer() {
    // Given
    String token = there.tokens().claiming(claims -> claims.put("aud", "other"));

    // When
    Wire.Answer answer = there.post(token);

    // Then
    assertThat(answer.toString()).doesNotContain(token.split("\\.")[1]);
  }
}
