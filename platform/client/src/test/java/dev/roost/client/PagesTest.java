package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Task;
import dev.roost.protocol.TaskCancel;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.json.Codec;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health of agents, and pages of tasks. */
class PagesTest extends Fixture {
  private static final JsonObject HEALTH =
      new JsonObject()
          .put("status", "healthy")
          .put("agent_id", TestingAgent.URN.value())
          .put("version", "1.0.0")
          .put("asap_version", "0.1")
          .put("uptime_seconds", 1.5)
          .put("capabilities", "of no interest");
  private static final Task TASK =
      new Task(
          "task_1",
          "conv_1",
          null,
          TaskStatus.COMPLETED,
          0,
          null,
          Instant.parse("2026-01-01T00:00:00Z"),
          Instant.parse("2026-01-01T00:00:01Z"));

  @Test
  void anAgentThatIsWellSaysSo() {
    // Given
    JsonObject load = new JsonObject().put("active_tasks", 3).put("queue_depth", 2);
    agent.will(TestingAgent.status(200, HEALTH.copy().put("load", load)));

    // When
    AgentHealth health = Outcomes.get(client.health());

    // Then
    assertThat(health)
        .isEqualTo(
            new AgentHealth(
                true,
                TestingAgent.URN,
                "1.0.0",
                "0.1",
                1.5,
                Optional.of(new AgentHealth.Load(3, 2))));
    assertThat(agent.first().uri()).isEqualTo("/.well-known/asap/health");
  }

  @Test
  void oneThatIsNotHasAnsweredToo() {
    // Given
    agent.will(TestingAgent.status(503, HEALTH.copy().put("status", "unhealthy").putNull("load")));

    // When
    AgentHealth health = Outcomes.get(client.health());

    // Then
    assertThat(health.healthy()).isFalse();
    assertThat(health.load()).isEmpty();
    assertThat(agent.seen()).hasSize(1);
  }

  @Test
  void a503OfAnotherKindIsTriedAgain() {
    // Given
    agent.will(TestingAgent.status(503, new JsonObject()), TestingAgent.status(200, HEALTH));

    // When
    AgentHealth health = Outcomes.get(client.health());

    // Then
    assertThat(health.healthy()).isTrue();
    assertThat(agent.seen()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "{\"status\":1}", "[]"})
  void whatIsNoHealthIsNotTakenForIt(String body) {
    // Given
    agent.will(TestingAgent.text("application/json", body));

    // When
    Throwable failure = Outcomes.failure(client.health());

    // Then
    assertThat(failure).isInstanceOf(InvalidAnswerException.class);
  }

  @Test
  void aStatusIsAStatus() {
    // Given
    agent.will(TestingAgent.status(404, new JsonObject().put("detail", "Not Found")));

    // When
    Throwable failure = Outcomes.failure(client.health());

    // Then
    assertThat(failure).isInstanceOf(HttpStatusException.class);
  }

  private static JsonObject page() {
    return new JsonObject()
        .put("task", Codec.TASK.write(TASK).toJsonObject())
        .put("agent", TestingAgent.URN.value())
        .put("sequence", 5);
  }

  @Test
  void aTaskThatHasEndedShowsItsResult() {
    // Given
    agent.will(TestingAgent.status(200, page().put("result", new JsonObject().put("x", 1))));

    // When
    TaskView view = Outcomes.get(client.task("task_1"));

    // Then
    assertThat(view)
        .isEqualTo(
            new TaskView(
                TASK,
                TestingAgent.URN,
                5,
                Optional.of(new JsonObject().put("x", 1)),
                Optional.empty()));
    assertThat(agent.first().uri()).isEqualTo("/asap/tasks/task_1");
  }

  @Test
  void orItsError() {
    // Given
    JsonObject error = new JsonObject().put("code", -32033).put("message", "late");
    agent.will(TestingAgent.status(200, page().put("error", error)));

    // When
    TaskView view = Outcomes.get(client.task("task_1"));

    // Then
    assertThat(view.error().orElseThrow().code()).isEqualTo(-32033);
    assertThat(view.result()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"task\":{}}", "{\"task\":7}", "<html>"})
  void whatIsNoTaskIsNotTakenForOne(String body) {
    // Given
    agent.will(TestingAgent.text("application/json", body));

    // When
    Throwable failure = Outcomes.failure(client.task("task_1"));

    // Then
    assertThat(failure).isInstanceOf(InvalidAnswerException.class);
  }

  @Test
  void aCancellationIsAMessageOfTheClient() {
    // Given
    AgentUrn me = AgentUrn.of("urn:asap:agent:me");
    AsapClient mine = client(builder -> builder.sender(me));

    // When
    Outcomes.get(mine.cancel(TestingAgent.URN, "task_1", "no longer needed"));

    // Then
    Envelope sent = agent.first().envelope();
    assertThat(sent.sender()).isEqualTo(me);
    assertThat(sent.recipient()).isEqualTo(TestingAgent.URN);
    assertThat(sent.payloadType()).isEqualTo("task.cancel");
    assertThat(sent.payload()).isEqualTo(new TaskCancel("task_1", "no longer needed"));
  }
}
