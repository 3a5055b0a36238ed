package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done with payloads that are no task requests: by the agent, else by the platform. */
class PayloadHandlersTest {
  private final BusyAgent agent = new BusyAgent();
  private TestNode node;
  private Peer peer;

  @BeforeEach
  void start() {
    node = TestNode.with().patience(Duration.ofMillis(200), Duration.ofMillis(400)).start();
    peer = Peer.of(node);
  }

  @AfterEach
  void stop() {
    agent.gate.open();
    node.close();
  }

  private void modest() {
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
  }

  private void proud() {
    node.add(agent.proud(), ThreadingModel.EVENT_LOOP);
  }

  private JsonObject call(String spelling, String tool) {
    return peer.message(
        spelling,
        new JsonObject()
            .put("request_id", "call-1")
            .put("tool_name", tool)
            .put("arguments", new JsonObject().put("chunks", 2)));
  }

  private JsonObject fetch(String uri) {
    return peer.message("mcp_resource_fetch", new JsonObject().put("resource_uri", uri));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mcp_tool_call", "mcp.tool_call", "McpToolCall"})
  void aToolIsASkill(String spelling) {
    // Given
    modest();

    // When
    Wire.Answer answer = peer.send(call(spelling, "stream"));

    // Then
    assertThat(Peer.payloadOf(answer))
        .isEqualTo(
            new JsonObject()
                .put("request_id", "call-1")
                .put("success", true)
                .put("result", new JsonObject().put("streamed", 2)));
    assertThat(
            answer
                .json()
                .getJsonObject("result")
                .getJsonObject("envelope")
                .getString("payload_type"))
        .isEqualTo("mcp_tool_result");
  }

  @Test
  void aToolThatFailsSaysSoInItsResult() {
    // Given
    modest();

    // When
    JsonObject payload = peer.payloadOf(call("mcp_tool_call", "break"));

    // Then
    assertThat(payload)
        .isEqualTo(
            new JsonObject()
                .put("request_id", "call-1")
                .put("success", false)
                .put("error", "Internal error"));
  }

  @Test
  void aToolThatIsNotThereIsAnError() {
    // Given
    modest();

    // When
    Wire.Answer answer = peer.send(call("mcp_tool_call", "nothing"));

    // Then
    assertThat(answer.error().getInteger("code")).isEqualTo(-32012);
    assertThat(
            answer
                .error()
                .getJsonObject("data")
                .getJsonObject("details")
                .getJsonArray("known_skills"))
        .contains("stream");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mcp_resource_fetch", "mcp.resource_fetch", "McpResourceFetch"})
  void anAgentHasItsManifestAsAResource(String spelling) {
    // Given
    modest();

    // When
    JsonObject payload = peer.payloadOf(fetch("asap:manifest").put("payload_type", spelling));

    // Then
    assertThat(payload.getString("resource_uri")).isEqualTo("asap:manifest");
    assertThat(payload.getJsonObject("content").getString("id")).isEqualTo(BusyAgent.URN);
  }

  @Test
  void aResourceThatIsNotThereIsAnError() {
    // Given
    modest();

    // When
    Wire.Answer answer = peer.send(fetch("file:///etc/passwd"));

    // Then
    assertThat(answer.error().getInteger("code")).isEqualTo(-32012);
    assertThat(answer.error().getJsonObject("data").getJsonObject("details"))
        .isEqualTo(
            new JsonObject()
                .put("resource_uri", "file:///etc/passwd")
                .put("known_resources", JsonArray.of("asap:manifest")));
  }

  @Test
  void anAgentsOwnHandlersComeFirst() {
    // Given
    proud();
    String taskId = peer.start("insist");

    // When
    JsonObject message = peer.payloadOf(peer.input(taskId, "part"));
    JsonObject artifact =
        peer.payloadOf(
            peer.message(
                "artifact.notify",
                new JsonObject().put("task_id", taskId).put("artifact_id", "art_1")));
    JsonObject resource = peer.payloadOf(fetch("any:thing"));

    // Then
    assertThat(message.getJsonObject("result").getString("own")).isEqualTo("message msg_1");
    assertThat(artifact.getJsonObject("result").getString("own")).isEqualTo("artifact");
    assertThat(resource.getJsonObject("content")).isEqualTo(new JsonObject().put("own", true));
  }

  @Test
  void freeObjectsAreForAgentsThatWantThem() {
    // Given
    proud();

    // When
    Wire.Answer answer = peer.send(peer.message("com.example.ping", new JsonObject().put("n", 1)));

    // Then
    JsonObject envelope = answer.json().getJsonObject("result").getJsonObject("envelope");
    assertThat(envelope.getString("payload_type")).isEqualTo("com.example.ping.response");
    assertThat(envelope.getJsonObject("payload"))
        .isEqualTo(new JsonObject().put("got", new JsonObject().put("n", 1)));
  }

  @Test
  void nobodyHandlesWhatNobodyAskedFor() {
    // Given
    modest();

    // When
    Wire.Answer answer = peer.send(peer.message("com.example.ping", new JsonObject().put("n", 1)));

    // Then
    assertThat(answer.error().getInteger("code")).isEqualTo(-32012);
  }
}
