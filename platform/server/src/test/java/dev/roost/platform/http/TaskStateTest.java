package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code state.query}, {@code state.restore}, {@code artifact.notify}. */
class TaskStateTest {
  private final BusyAgent agent = new BusyAgent();
  private TestNode node;
  private Peer peer;

  @BeforeEach
  void start() {
    node = TestNode.with().patience(Duration.ofMillis(200), Duration.ofMillis(400)).start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
    peer = Peer.of(node);
  }

  @AfterEach
  void stop() {
    agent.gate.open();
    node.close();
  }

  private static JsonObject step(int number) {
    return new JsonObject().put("step", number);
  }

  private JsonObject query(String taskId, Integer version) {
    return peer.message(
        "state.query", new JsonObject().put("task_id", taskId).put("version", version));
  }

  private JsonObject envelopeOf(JsonObject request) {
    return peer.send(request).json().getJsonObject("result").getJsonObject("envelope");
  }

  @ParameterizedTest
  @ValueSource(strings = {"state.query", "StateQuery", "state_query"})
  void theNewestStateIsAnswered(String spelling) {
    // Given
    String taskId = peer.start("remember");

    // When
    JsonObject envelope = envelopeOf(query(taskId, null).put("payload_type", spelling));

    // Then
    JsonObject payload = envelope.getJsonObject("payload");
    assertThat(payload.getString("status")).isEqualTo("working");
    assertThat(payload.getJsonObject("final_state")).isEqualTo(step(2));
    assertThat(envelope.getJsonObject("extensions").getLong("version")).isEqualTo(2);
    assertThat(envelope.getJsonObject("extensions").getString("snapshot_id")).startsWith("snap_");
  }

  @Test
  void aVersionIsAnsweredIfThereIsOne() {
    // Given
    String taskId = peer.start("remember");

    // When
    JsonObject payload = peer.payloadOf(query(taskId, 1));

    // Then
    assertThat(payload.getJsonObject("final_state")).isEqualTo(step(1));
    assertThat(peer.send(query(taskId, 7)).error().getInteger("code")).isEqualTo(-32010);
  }

  @Test
  void aTaskWithoutStateAnswersItsStatus() {
    // Given
    String taskId = peer.start("insist");

    // When
    JsonObject payload = peer.payloadOf(query(taskId, null));

    // Then
    assertThat(payload).isEqualTo(new JsonObject().put("task_id", taskId).put("status", "working"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"state.restore", "StateRestore", "state_restore"})
  void anEarlierStateBecomesTheNewest(String spelling) {
    // Given
    String taskId = peer.start("remember");
    String first =
        envelopeOf(query(taskId, 1)).getJsonObject("extensions").getString("snapshot_id");
    JsonObject restore =
        peer.message(spelling, new JsonObject().put("task_id", taskId).put("snapshot_id", first));

    // When
    JsonObject envelope = envelopeOf(restore);

    // Then
    assertThat(envelope.getJsonObject("payload").getJsonObject("final_state")).isEqualTo(step(1));
    assertThat(envelope.getJsonObject("extensions").getLong("version")).isEqualTo(3);
    agent.gate.open();
    peer.awaitStatus(taskId, "completed");
    assertThat(peer.task(taskId).getJsonObject("result").getJsonObject("last")).isEqualTo(step(1));
  }

  @Test
  void aSnapshotThatIsNotThereCannotBeRestored() {
    // Given
    String taskId = peer.start("remember");
    JsonObject restore =
        peer.message(
            "state.restore",
            new JsonObject().put("task_id", taskId).put("snapshot_id", "snap_unknown"));

    // When
    Wire.Answer answer = peer.send(restore);

    // Then
    assertThat(answer.error().getInteger("code")).isEqualTo(-32010);
  }

  @ParameterizedTest
  @ValueSource(strings = {"artifact.notify", "ArtifactNotify", "artifact_notify"})
  void anArtifactOfTheCallersStandsInTheLog(String spelling) {
    // Given
    String taskId = peer.start("insist");
    JsonObject notify =
        peer.message(
            spelling,
            new JsonObject().put("artifact_id", "art_9").put("task_id", taskId).put("name", "n"));

    // When
    JsonObject payload = peer.payloadOf(notify);

    // Then
    assertThat(payload.getString("status")).isEqualTo("working");
    agent.gate.open();
    peer.awaitStatus(taskId, "completed");
    try (Wire wire = node.connect()) {
      assertThat(peer.follow(wire, taskId).rest())
          .extracting(Events.Event::type)
          .containsExactly("task.update", "task.update", "artifact.notify", "task.response");
    }
  }
}
