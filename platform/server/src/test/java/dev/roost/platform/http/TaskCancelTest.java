package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code task.cancel}. */
class TaskCancelTest {
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

  @ParameterizedTest
  @ValueSource(strings = {"task.cancel", "TaskCancel", "TASK-CANCEL", "task_cancel"})
  void theSkillSeesItAndTheTaskIsCancelled(String spelling) {
    // Given
    String taskId = peer.start("obey");

    // When
    JsonObject payload = peer.payloadOf(peer.cancel(taskId).put("payload_type", spelling));

    // Then
    assertThat(payload)
        .isEqualTo(new JsonObject().put("task_id", taskId).put("status", "cancelled"));
    assertThat(agent.cancelled).containsExactly(taskId);
    assertThat(peer.statusOf(taskId)).isEqualTo("cancelled");
    assertThat(node.tasks().size()).isZero();
  }

  @Test
  void aSkillThatDoesNotStopIsCutOff() {
    // Given
    String taskId = peer.start("insist");

    // When
    JsonObject payload = peer.payloadOf(peer.cancel(taskId));

    // Then
    assertThat(payload.getString("status")).isEqualTo("cancelled");
    assertThat(node.tasks().size()).isZero();
    agent.gate.open();
    assertThat(peer.statusOf(taskId)).isEqualTo("cancelled");
  }

  @Test
  void theCallerThatWaitsIsToldThatItWasCancelled() {
    // Given
    try (Wire wire = node.connect()) {
      JsonObject request = peer.request("obey", new JsonObject());
      wire.post(Requests.around(request).encode());
      TestPlatform.await(() -> peer.get("/asap/tasks/" + request.getString("id")).status() == 200);

      // When
      peer.send(peer.cancel(request.getString("id")));

      // Then
      assertThat(Peer.payloadOf(wire.read()).getString("status")).isEqualTo("cancelled");
    }
  }

  @Test
  void aTaskThatHasEndedCannotBeCancelled() {
    // Given
    JsonObject done = peer.payloadOf(peer.request("stream", new JsonObject()));

    // When
    Wire.Answer answer = peer.send(peer.cancel(done.getString("task_id")));

    // Then
    assertThat(answer.error().getInteger("code")).isEqualTo(-32030);
    assertThat(answer.error().getJsonObject("data").getJsonObject("details"))
        .isEqualTo(
            new JsonObject()
                .put("task_id", done.getString("task_id"))
                .put("current_status", "completed"));
  }

  @Test
  void aTaskThatIsNotThereCannotBeCancelled() {
    // When
    Wire.Answer answer = peer.send(peer.cancel("task_unknown"));

    // Then
    assertThat(answer.error().getInteger("code")).isEqualTo(-32010);
    assertThat(answer.error().getJsonObject("data").getJsonObject("details"))
        .isEqualTo(new JsonObject().put("task_id", "task_unknown"));
  }

  @Test
  void theTasksBelowAreCancelledToo() {
    // Given
    JsonObject request = peer.request("delegate", new JsonObject().put("skill", "obey"));
    String taskId = peer.payloadOf(request).getString("task_id");
    assertThat(node.tasks().size()).isEqualTo(2);

    // When
    peer.send(peer.cancel(taskId));

    // Then
    assertThat(agent.cancelled).hasSize(1);
    TestPlatform.await(() -> node.tasks().size() == 0);
  }

  @Test
  void manyTasksCanBeLateAtOnce() {
    // Given
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      JsonObject request = peer.request("obey", new JsonObject());
      request.getJsonObject("payload").put("config", new JsonObject().put("timeout_seconds", 1));
      ids.add(peer.payloadOf(request).getString("task_id"));
    }

    // When
    TestPlatform.await(() -> node.tasks().size() == 0);

    // Then
    TestPlatform.await(() -> agent.cancelled.containsAll(ids));
  }
}
