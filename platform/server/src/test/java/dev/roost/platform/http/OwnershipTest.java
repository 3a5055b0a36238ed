package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A task belongs to whoever asked for it. */
class OwnershipTest {
  private static final String ALICE = "urn:asap:agent:alice";
  private static final String BOB = "urn:asap:agent:bob";

  private final BusyAgent agent = new BusyAgent();
  private TestNode node;
  private Peer alice;
  private Peer bob;

  @BeforeEach
  void start() {
    AuthConfig auth =
        new AuthConfig(
            AuthConfig.Mode.BEARER,
            AuthConfig.RequireTimestamp.AUTO,
            AuthConfig.NonceRule.OFF,
            List.of(token("alice-token", ALICE), token("bob-token", BOB)));
    node =
        TestNode.with().auth(auth).patience(Duration.ofMillis(200), Duration.ofMillis(400)).start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
    alice = Peer.of(node, ALICE, "alice-token");
    bob = Peer.of(node, BOB, "bob-token");
  }

  private static AuthConfig.BearerToken token(String secret, String urn) {
    return new AuthConfig.BearerToken(Secret.of(secret), AgentUrn.of(urn), Set.of());
  }

  @AfterEach
  void stop() {
    agent.gate.open();
    node.close();
  }

  /** Every way to ask for a task, and what it answers. */
  private static Map<String, Wire.Answer> everyWay(Peer peer, String id) {
    Map<String, Wire.Answer> answers = new TreeMap<>();
    answers.put("cancel", peer.send(peer.cancel(id)));
    answers.put("message", peer.send(peer.input(id, "part")));
    JsonObject task = new JsonObject().put("task_id", id);
    answers.put("query", peer.send(peer.message("state.query", task)));
    answers.put(
        "restore",
        peer.send(peer.message("state.restore", task.copy().put("snapshot_id", "snap_1"))));
    answers.put(
        "artifact",
        peer.send(peer.message("artifact.notify", task.copy().put("artifact_id", "art_1"))));
    answers.put("page", peer.get("/asap/tasks/" + id));
    answers.put("events", peer.get("/asap/tasks/" + id + "/events"));
    answers.put("agent's page", peer.get("/agents/busy/asap/tasks/" + id));
    return answers;
  }

  private static String shape(Wire.Answer answer, String id) {
    JsonObject error = answer.error();
    return answer.status()
        + " "
        + (error == null ? answer.text() : error.encode().replace(id, "ID"));
  }

  @Test
  void toEverybodyElseItIsNotThere() {
    // Given
    JsonObject request = alice.request("remember", new JsonObject());
    String running = alice.payloadOf(request).getString("task_id");
    String ended = alice.payloadOf(alice.request("stream", new JsonObject())).getString("task_id");
    Map<String, Wire.Answer> ofNone = everyWay(bob, "task_unknown");

    // When
    List<String> ids = List.of(running, ended, request.getString("id"));

    // Then
    ids.forEach(
        id ->
            everyWay(bob, id)
                .forEach(
                    (way, answer) ->
                        assertThat(shape(answer, id))
                            .as(way)
                            .isEqualTo(shape(ofNone.get(way), "task_unknown"))));
    assertThat(shape(ofNone.get("cancel"), "task_unknown")).contains("-32010");
    assertThat(ofNone.get("page").status()).isEqualTo(404);
    assertThat(alice.statusOf(running)).isEqualTo("working");
  }

  @Test
  void itsOwnerSeesItAlsoByItsOwnEnvelopeAfterTheEnd() {
    // Given
    JsonObject request = alice.request("stream", new JsonObject()).put("id", "1");
    String taskId = alice.payloadOf(request).getString("task_id");

    // When
    JsonObject page = alice.task("1");

    // Then
    assertThat(page.getJsonObject("task").getString("id")).isEqualTo(taskId);
    assertThat(bob.get("/asap/tasks/1").status()).isEqualTo(404);
  }

  @Test
  void aTaskOfSomebodyElseIsNoParent() {
    // Given
    String taskId = alice.start("insist");
    JsonObject below = bob.request("insist", new JsonObject());
    below.getJsonObject("payload").put("parent_task_id", taskId);
    String child = bob.payloadOf(below).getString("task_id");

    // When
    alice.send(alice.cancel(taskId));

    // Then
    assertThat(bob.statusOf(child)).isEqualTo("working");
    assertThat(bob.task(child).getJsonObject("task").getInteger("depth", 0)).isZero();
  }

  @Test
  void withoutCredentialsThePagesAreClosed() {
    // Given
    String taskId = alice.start("insist");

    // When
    Wire.Answer answer = node.get("/asap/tasks/" + taskId);

    // Then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
    assertThat(node.get("/asap/tasks/" + taskId, "Authorization: Bearer nobody").status())
        .isEqualTo(401);
    assertThat(node.get("/asap/tasks/" + taskId + "/events").status()).isEqualTo(401);
  }

  @Test
  void tasksThatAgentsAskForBelongToTheSameOwner() {
    // Given
    JsonObject request = alice.request("delegate", new JsonObject().put("skill", "insist"));

    // When
    alice.send(request);

    // Then
    assertThat(node.tasks().all())
        .hasSize(2)
        .allSatisfy(task -> assertThat(task.owner()).isEqualTo(ALICE));
  }
}
