package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers are told of tasks that take their time. */
class TaskAnswersTest {
  private final BusyAgent agent = new BusyAgent();
  private TestNode node;
  private Peer peer;

  @BeforeEach
  void start() {
    node = TestNode.with().patience(Duration.ofMillis(300), Duration.ofMillis(300)).start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
    peer = Peer.of(node);
  }

  @AfterEach
  void stop() {
    agent.gate.open();
    node.close();
  }

  @Test
  void aTaskThatRunsLongIsAnsweredAsWorkingAndGoesOn() {
    // Given
    JsonObject request = peer.request("count", new JsonObject());

    // When
    Wire.Answer answer = peer.send(request);

    // Then
    JsonObject payload = Peer.payloadOf(answer);
    assertThat(payload.getString("status")).isEqualTo("working");
    String taskId = payload.getString("task_id");
    JsonObject envelope = answer.json().getJsonObject("result").getJsonObject("envelope");
    assertThat(envelope.getString("correlation_id")).isEqualTo(request.getString("id"));
    assertThat(peer.statusOf(taskId)).isEqualTo("working");
    agent.gate.open();
    peer.awaitStatus(taskId, "completed");
    JsonObject page = peer.task(taskId);
    assertThat(page.getJsonObject("result")).isEqualTo(new JsonObject().put("run", 1));
    assertThat(page.getString("agent")).isEqualTo(BusyAgent.URN);
    assertThat(page.getLong("sequence")).isEqualTo(3);
    assertThat(page.getJsonObject("task").getString("conversation_id")).isEqualTo("c");
  }

  @Test
  void aTaskIsFoundByTheEnvelopeThatBeganIt() {
    // Given
    JsonObject request = peer.request("count", new JsonObject());
    String taskId = peer.payloadOf(request).getString("task_id");

    // When
    JsonObject page = peer.task(request.getString("id"));

    // Then
    assertThat(page.getJsonObject("task").getString("id")).isEqualTo(taskId);
  }

  @Test
  void anEnvelopeIdThatMayBeGuessedFindsNothingWithoutCredentials() {
    // Given
    JsonObject request = peer.request("count", new JsonObject()).put("id", "1");
    peer.send(request);

    // When / Then
    assertThat(peer.get("/asap/tasks/1").status()).isEqualTo(404);
  }

  @Test
  void aTaskThatNeverWasIsNotFound() {
    // When
    Wire.Answer page = peer.get("/asap/tasks/" + UUID.randomUUID());

    // Then
    assertThat(page.status()).isEqualTo(404);
    assertThat(page.json()).isEqualTo(new JsonObject().put("detail", "Task not found"));
  }

  @Test
  void aTaskThatEndsInTimeIsKept() {
    // Given
    JsonObject request = peer.request("stream", new JsonObject().put("chunks", 2));

    // When
    JsonObject payload = peer.payloadOf(request);

    // Then
    assertThat(payload.getString("status")).isEqualTo("completed");
    JsonObject page = peer.task(payload.getString("task_id"));
    assertThat(page.getJsonObject("task").getString("status")).isEqualTo("completed");
    assertThat(page.getJsonObject("result")).isEqualTo(new JsonObject().put("streamed", 2));
    assertThat(page.getLong("sequence")).isEqualTo(5);
  }

  @Test
  void aTaskThatWasRefusedBeforeItBeganIsNone() {
    // Given
    JsonObject request = peer.request("no such skill", new JsonObject());

    // When
    Wire.Answer answer = peer.send(request);

    // Then
    assertThat(answer.error().getInteger("code")).isEqualTo(-32012);
    assertThat(node.tasks().size()).isZero();
  }

  @Test
  void aTasksTimeLimitEndsIt() {
    // Given
    JsonObject request = peer.request("obey", new JsonObject());
    request.getJsonObject("payload").put("config", new JsonObject().put("timeout_seconds", 1));
    String taskId = peer.payloadOf(request).getString("task_id");

    // When
    peer.awaitStatus(taskId, "failed");

    // Then
    assertThat(peer.task(taskId).getJsonObject("error").getInteger("code")).isEqualTo(-32033);
    dev.roost.platform.plugin.TestPlatform.await(() -> agent.cancelled.contains(taskId));
  }

  @Test
  void thePageIsThereBelowTheAgentToo() {
    // Given
    String taskId = peer.start("count");

    // When
    Wire.Answer page = peer.get("/agents/busy/asap/tasks/" + taskId);

    // Then
    assertThat(page.status()).isEqualTo(200);
    assertThat(peer.get("/agents/echo/asap/tasks/" + taskId).status()).isEqualTo(404);
  }
}
