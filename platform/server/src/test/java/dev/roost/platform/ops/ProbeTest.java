package dev.roost.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.agent.AgentSpec;
import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import dev.roost.platform.plugin.TestPlatform;
import dev.roost.protocol.Skill;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Health, load and readiness. */
class ProbeTest {
  private static final String HEALTH = "/.well-known/asap/health";

  private final TestNode node = TestNode.start();

  @AfterEach
  void stop() {
    node.close();
  }

  private JsonObject load(String agent) {
    return node.get("/agents/" + agent + HEALTH).json().getJsonObject("load");
  }

  private static JsonObject load(int active, int queued) {
    return new JsonObject().put("active_tasks", active).put("queue_depth", queued);
  }

  @Test
  void healthIsOfTheProtocolsForm() {
    // When
    Wire.Answer answer = node.get(HEALTH);

    // Then
    JsonObject health = answer.json();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(health.fieldNames())
        .containsExactlyInAnyOrder(
            "status", "agent_id", "version", "asap_version", "uptime_seconds", "load");
    assertThat(health.getString("status")).isEqualTo("healthy");
    assertThat(health.getString("agent_id")).isEqualTo(TestNode.ECHO);
    assertThat(health.getString("version")).isEqualTo("1.0.0");
    assertThat(health.getString("asap_version")).isEqualTo("0.1");
    assertThat(health.getJsonObject("load")).isEqualTo(load(0, 0));
    assertThat(answer.text()).containsPattern("\"uptime_seconds\":\\d+(\\.\\d{1,2})?[,}]");
  }

  @Test
  void uptimeGrows() {
    // Given
    double before = node.get(HEALTH).json().getDouble("uptime_seconds");

    // When / Then
    TestPlatform.await(() -> node.get(HEALTH).json().getDouble("uptime_seconds") > before + 0.1);
  }

  @Test
  void tasksThatRunAreCounted() {
    // Given
    List<Wire> busy = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      busy.add(node.connect().post(Requests.ask(TestNode.TROUBLE, "wait")));
    }
    TestPlatform.await(() -> node.gate().size() == 2);

    // When / Then
    assertThat(load("test.trouble")).isEqualTo(load(2, 0));
    assertThat(load("echo")).isEqualTo(load(0, 0));
    node.gate().open();
    busy.forEach(
        wire -> {
          wire.read();
          wire.close();
        });
    assertThat(load("test.trouble")).isEqualTo(load(0, 0));
  }

  @Test
  void tasksThatWaitForAWorkerAreTheQueue() {
    // Given
    CountDownLatch latch = new CountDownLatch(1);
    node.add(
        AgentSpec.builder("urn:asap:agent:worker")
            .skill(
                Skill.of("block", "Blocks its thread"),
                task -> {
                  latch.await();
                  return Future.succeededFuture(new JsonObject());
                })
            .build(),
        ThreadingModel.WORKER);
    List<Wire> busy = new ArrayList<>();

    // When
    for (int i = 0; i < 3; i++) {
      busy.add(node.connect().post(Requests.ask("urn:asap:agent:worker", "block")));
    }

    // Then
    TestPlatform.await(() -> load("worker").equals(load(1, 2)));
    latch.countDown();
    busy.forEach(
        wire -> {
          assertThat(wire.read().json().containsKey("result")).isTrue();
          wire.close();
        });
    assertThat(load("worker")).isEqualTo(load(0, 0));
  }

  @Test
  void anUnknownAgentHasNoHealth() {
    // When
    Wire.Answer answer = node.get("/agents/nobody" + HEALTH);

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().getString("detail")).contains(TestNode.ECHO);
  }

  @Test
  void theNodeIsReadyWhenEverythingIsUp() {
    assertThat(node.get("/ready").status()).isEqualTo(200);
    assertThat(node.get("/ready").json()).isEqualTo(new JsonObject().put("status", "ok"));
    assertThat(node.get("/health").json()).isEqualTo(new JsonObject().put("status", "ok"));
  }

  @Test
  void aVerticleThatIsNotUpMakesItUnready() {
    for (VerticleBoard.State state :
        List.of(VerticleBoard.State.STARTING, VerticleBoard.State.FAILED)) {
      // Given
      node.board().set("audit", 1, "worker", state);

      // When
      Wire.Answer answer = node.get("/ready");

      // Then
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("asap-version")).isEqualTo("2.2");
      assertThat(answer.json())
          .isEqualTo(
              new JsonObject()
                  .put("status", "unavailable")
                  .put(
                      "details",
                      new JsonObject()
                          .put(
                              "verticles",
                              new JsonObject().put("audit", state.name().toLowerCase()))));
      assertThat(node.get(HEALTH).status()).isEqualTo(503);
      assertThat(node.get(HEALTH).json().getString("status")).isEqualTo("unhealthy");
      assertThat(node.get("/health").status()).isEqualTo(200);
    }
    node.board().set("audit", 1, "worker", VerticleBoard.State.UP);
    assertThat(node.get("/ready").status()).isEqualTo(200);
  }

  @Test
  void aNodeThatIsStoppingIsUnreadyButStillServes() {
    // When
    node.board().stopping();

    // Then
    assertThat(node.get("/ready").status()).isEqualTo(503);
    assertThat(node.get("/ready").json().getJsonObject("details").getJsonObject("verticles"))
        .isEqualTo(new JsonObject().put("platform", "stopping"));
    assertThat(node.post(Requests.echo()).json().containsKey("result")).isTrue();
  }

  @Test
  void aBrokenPluginIsToldButDoesNotMakeTheNodeUnready() throws IOException {
    // When
    Files.writeString(node.directory().resolve("broken.jar"), "not a jar");

    // Then
    TestPlatform.await(() -> node.get("/ready").json().containsKey("details"));
    Wire.Answer answer = node.get("/ready");
    JsonObject plugin =
        answer.json().getJsonObject("details").getJsonArray("plugins").getJsonObject(0);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getString("status")).isEqualTo("ok");
    assertThat(plugin.getString("file")).isEqualTo("broken.jar");
    assertThat(plugin.getString("reason")).isNotBlank();
  }
}
