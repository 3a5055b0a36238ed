package dev.roost.platform.auth.oauth2;

import static dev.roost.platform.auth.oauth2.OAuth2Node.isServed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.oauth2.IssuerConfig.Identity;
import dev.roost.platform.auth.oauth2.IssuerConfig.Profile;
import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a token may ask, and whom it may name as sender. */
class IdentityBindingTest {
  private static final AgentUrn ECHO = AgentUrn.of(TestNode.ECHO);
  private static final Identity BY_CLAIM = new Identity(true, Identity.REFERENCE_CLAIM, Map.of());
  private static final Identity BY_SUBJECT =
      new Identity(
          true, Identity.REFERENCE_CLAIM, Map.of(ECHO, Set.of("x", TestingTokens.SUBJECT)));

  private final TestingProvider provider = new TestingProvider();
  private OAuth2Node there;

  @AfterEach
  void stop() {
    there.close();
  }

  private void start(Identity identity, Map<String, AgentUrn> agents) {
    there =
        OAuth2Node.start(
            provider, TestingIssuers.of(provider.issuer(), Profile.STRICT, identity, agents));
  }

  private String naming(String claim, Object agent) {
    return there.tokens().claiming(claims -> claims.put(claim, agent));
  }

  private Wire.Answer ask(String agent, String token) {
    return there.node.post(Requests.ask(agent, "echo"), "Authorization: Bearer " + token);
  }

  private static void assertMismatch(Wire.Answer answer, String expected) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json())
        .isEqualTo(
            new JsonObject()
                .put(
                    "detail",
                    "Identity mismatch: custom claim does not match agent manifest (expected: "
                        + expected
                        + ")"));
  }

  @Test
  void aTokenMayAskTheAgentThatItNames() {
    // Given
    start(BY_CLAIM, Map.of());

    // When
    Wire.Answer answer = ask(TestNode.ECHO, naming(Identity.REFERENCE_CLAIM, TestNode.ECHO));

    // Then
    assertThat(isServed(answer)).isTrue();
  }

  @Test
  void andNoOther() {
    // Given
    start(BY_CLAIM, Map.of());

    // When
    Wire.Answer answer = ask(TestNode.TROUBLE, naming(Identity.REFERENCE_CLAIM, TestNode.ECHO));

    // Then
    assertMismatch(answer, TestNode.TROUBLE);
  }

  @Test
  void whoeverIsAskedByPathCounts() {
    // Given
    start(BY_CLAIM, Map.of());
    String token = naming(Identity.REFERENCE_CLAIM, TestNode.ECHO);
    byte[] body = Requests.echo().getBytes(StandardCharsets.UTF_8);

    // When
    try (Wire wire = there.node.connect()) {
      Wire.Answer answer =
          wire.request("POST", "/agents/test.trouble/asap", body, "Authorization: Bearer " + token)
              .read();

      // Then
      assertMismatch(answer, TestNode.TROUBLE);
    }
  }

  static Stream<Object> oddClaims() {
    return Stream.of(
        "",
        "echo",
        "urn:asap:agent:ECHO",
        TestNode.ECHO + " ",
        1,
        new JsonArray().add(TestNode.ECHO),
        new JsonObject());
  }

  @ParameterizedTest
  @MethodSource("oddClaims")
  void aClaimThatNamesNoAgentAllowsNone(Object claim) {
    // Given
    start(BY_SUBJECT, Map.of());

    // When
    Wire.Answer answer = ask(TestNode.ECHO, naming(Identity.REFERENCE_CLAIM, claim));

    // Then
    assertMismatch(answer, TestNode.ECHO);
  }

  @Test
  void withoutTheClaimNobodyIsAsked() {
    // Given
    start(BY_CLAIM, Map.of());

    // When
    Wire.Answer answer = there.post(there.tokens().good());

    // Then
    assertMismatch(answer, TestNode.ECHO);
  }

  @Test
  void withoutTheClaimTheListedSubjectsMayAsk() {
    // Given
    start(BY_SUBJECT, Map.of());

    // When
    Wire.Answer listed = there.post(there.tokens().good());
    Wire.Answer other = there.post(there.tokens().claiming(all -> all.put("sub", "subject-2")));
    Wire.Answer otherAgent = ask(TestNode.TROUBLE, there.tokens().good());

    // Then
    assertThat(isServed(listed)).isTrue();
    assertMismatch(other, TestNode.ECHO);
    assertMismatch(otherAgent, TestNode.TROUBLE);
  }

  @Test
  void theClaimMayHaveAnotherName() {
    // Given
    start(new Identity(true, "agent", Map.of()), Map.of());

    // When
    Wire.Answer answer = ask(TestNode.ECHO, naming("agent", TestNode.ECHO));

    // Then
    assertThat(isServed(answer)).isTrue();
    assertMismatch(
        ask(TestNode.ECHO, naming(Identity.REFERENCE_CLAIM, TestNode.ECHO)), TestNode.ECHO);
  }

  @Test
  void inABatchTheOneMessageIsRefused() {
    // Given
    start(BY_CLAIM, Map.of());
    String batch = "[" + Requests.echo() + "," + Requests.ask(TestNode.TROUBLE, "fail") + "]";

    // When
    Wire.Answer answer =
        there.node.post(
            batch, "Authorization: Bearer " + naming(Identity.REFERENCE_CLAIM, TestNode.ECHO));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.array().getJsonObject(0).containsKey("result")).isTrue();
    JsonObject error = answer.array().getJsonObject(1).getJsonObject("error");
    assertThat(error.getInteger("code")).isEqualTo(-32600);
    assertThat(error.getJsonObject("data").getInteger("status_code")).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {TestingTokens.SUBJECT, TestingTokens.CLIENT})
  void t73TheSenderMustBeTheAgentOfTheSubjectOrClient(String key) {
    // Given
    start(Identity.OFF, Map.of(key, AgentUrn.of("urn:asap:agent:other")));

    // When
    Wire.Answer answer = there.post(there.tokens().good());

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.error().getInteger("code")).isEqualTo(-32602);
    assertThat(answer.error().getJsonObject("data").getInteger("status_code")).isEqualTo(403);
  }

  @Test
  void theAgentOfTheSubjectIsServedAndGoesBeforeThatOfTheClient() {
    // Given
    start(
        Identity.OFF,
        Map.of(
            TestingTokens.SUBJECT,
            AgentUrn.of(Requests.CLIENT),
            TestingTokens.CLIENT,
            AgentUrn.of("urn:asap:agent:other")));

    // When
    Wire.Answer answer = there.post(there.tokens().good());

    // Then
    assertThat(isServed(answer)).isTrue();
  }

  @Test
  void whereAgentsAreListedNobodyElseComesIn() {
    // Given
    start(Identity.OFF, Map.of("client-2", AgentUrn.of("urn:asap:agent:other")));

    // When
    Wire.Answer answer = there.post(there.tokens().good());

    // Then
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().getString("detail"))
        .isEqualTo("Identity mismatch: no agent is configured for this caller");
  }

  @Test
  void anIssuerMayCallTheScopeOtherwise() {
    // Given
    there =
        OAuth2Node.start(
            provider,
            TestingIssuers.withScope(
                TestingIssuers.of(provider.issuer(), Profile.STRICT), Optional.of("agents.call")));

    // When
    Wire.Answer theirs =
        there.post(there.tokens().claiming(all -> all.put("scope", "x agents.call")));
    Wire.Answer ours = there.post(there.tokens().good());

    // Then
    assertThat(isServed(theirs)).isTrue();
    assertThat(ours.status()).isEqualTo(403);
    assertThat(ours.header("www-authenticate")).contains("scope=\"agents.call\"");
  }

  @Test
  void anIssuerMayNeedNoScope() {
    // Given
    there =
        OAuth2Node.start(
            provider,
            TestingIssuers.withScope(
                TestingIssuers.of(provider.issuer(), Profile.STRICT), Optional.empty()));

    // When
    Wire.Answer answer = there.post(there.tokens().claiming(all -> all.remove("scope")));

    // Then
    assertThat(isServed(answer)).isTrue();
  }

  @Test
  void tasksBelongToASubjectOfOneIssuer() {
    // Given
    try (TestingProvider second = new TestingProvider()) {
      there =
          OAuth2Node.start(
              provider,
              TestingIssuers.of(provider.issuer(), Profile.STRICT),
              TestingIssuers.of(second.issuer(), Profile.STRICT));
      String own = there.tokens().good();
      String namesake = new TestingTokens(second.issuer(), there.clock.instant()).good();
      String task =
          there
              .post(own)
              .json()
              .getJsonObject("result")
              .getJsonObject("envelope")
              .getJsonObject("payload")
              .getString("task_id");

      // When
      Wire.Answer shown = there.get("/asap/tasks/" + task, own);
      Wire.Answer hidden = there.get("/asap/tasks/" + task, namesake);

      // Then
      assertThat(shown.status()).isEqualTo(200);
      assertThat(hidden.status()).isEqualTo(404);
    }
  }

  @Test
  void theRegistryListsThoseWhomATokenMayAsk() {
    // Given
    start(BY_CLAIM, Map.of());
    String token = naming(Identity.REFERENCE_CLAIM, TestNode.ECHO);

    // When
    Wire.Answer listed = there.get("/registry.json", token);
    Wire.Answer nobody = there.node.get("/registry.json");

    // Then
    JsonArray agents = listed.json().getJsonArray("agents");
    assertThat(agents).hasSize(1);
    assertThat(agents.getJsonObject(0).getString("id")).isEqualTo(TestNode.ECHO);
    assertThat(listed.header("cache-control")).isEqualTo("private, max-age=300");
    assertThat(nobody.status()).isEqualTo(401);
  }

  @Test
  void andAllToOneThatMayAskAll() {
    // Given
    there = OAuth2Node.start(Profile.STRICT);

    // When
    Wire.Answer listed = there.get("/registry.json", there.tokens().claiming(claims -> {}));

    // Then
    assertThat(listed.json().getJsonArray("agents")).hasSize(2);
  }
}
