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

/** {@code input_required} and {@code message.send}. */
class TaskInputTest {
  private final BusyAgent agent = new BusyAgent();
  private TestNode node;
  private Peer peer;

  @BeforeEach
  void start() {
    node = TestNode.with().patience(Duration.ofSeconds(20), Duration.ofMillis(400)).start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
    peer = Peer.of(node);
  }

  @AfterEach
  void stop() {
    agent.gate.open();
    node.close();
  }

  @Test
  void theCallerIsToldAtOnceWhatTheTaskWaitsFor() {
    // When
    JsonObject payload = peer.payloadOf(peer.request("ask", new JsonObject()));

    // Then
    assertThat(payload.getString("status")).isEqualTo("input_required");
    assertThat(payload.getJsonObject("result"))
        .isEqualTo(
            new JsonObject().put("input_request", new JsonObject().put("question", "which?")));
    assertThat(peer.statusOf(payload.getString("task_id"))).isEqualTo("input_required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"message.send", "MessageSend", "message_send"})
  void theAnswerGoesToTheSkillAndItsResultToWhoeverGaveIt(String spelling) {
    // Given
    String taskId = peer.start("ask");

    // When
    JsonObject payload =
        peer.payloadOf(peer.input(taskId, "part_a", "part_b").put("payload_type", spelling));

    // Then
    assertThat(payload.getString("status")).isEqualTo("completed");
    assertThat(payload.getString("task_id")).isEqualTo(taskId);
    assertThat(payload.getJsonObject("result").getJsonArray("parts"))
        .isEqualTo(JsonArray.of("part_a", "part_b"));
  }

  @Test
  void aTaskThatDoesNotWaitTakesNoInput() {
    // Given
    JsonObject request = peer.request("insist", new JsonObject());
    try (Wire wire = node.connect()) {
      wire.post(Requests.around(request).encode());
      dev.roost.platform.plugin.TestPlatform.await(() -> agent.gate.size() == 1);

      // When
      Wire.Answer answer = peer.send(peer.input(request.getString("id"), "part"));

      // Then
      assertThat(answer.error().getInteger("code")).isEqualTo(-32000);
      assertThat(answer.error().getJsonObject("data").getJsonObject("details"))
          .isEqualTo(new JsonObject().put("from_state", "working").put("to_state", "working"));
    }
  }

  @Test
  void aTaskThatHasEndedTakesNoInput() {
    // Given
    JsonObject done = peer.payloadOf(peer.request("stream", new JsonObject()));

    // When
    Wire.Answer answer = peer.send(peer.input(done.getString("task_id"), "part"));

    // Then
    assertThat(answer.error().getInteger("code")).isEqualTo(-32030);
  }

  @Test
  void aTaskThatWaitsCanBeCancelled() {
    // Given
    String taskId = peer.start("ask");

    // When
    JsonObject payload = peer.payloadOf(peer.cancel(taskId));

    // Then
    assertThat(payload.getString("status")).isEqualTo("cancelled");
    assertThat(node.tasks().size()).isZero();
  }
}
