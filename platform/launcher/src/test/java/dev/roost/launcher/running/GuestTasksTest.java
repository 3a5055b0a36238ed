package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent on another node does for its callers all that one on their own node does. */
class GuestTasksTest {
  @TempDir private static Path home;
  private static RunningPlatform near;
  private static RunningPlatform far;

  @BeforeAll
  static void start() throws Exception {
    TestingCluster cluster = TestingCluster.of(2);
    near = cluster.start(0, home, "verticles.client.class=" + ClientTestAgent.class.getName());
    far = cluster.start(1, home, "verticles.guest.class=" + GuestAgent.class.getName());
    Eventually.until(() -> near.platform().status().agents().contains(GuestAgent.URN));
    Eventually.until(() -> far.platform().status().agents().contains(ClientTestAgent.URN));
  }

  @AfterAll
  static void stop() {
    far.close();
    near.close();
  }

  static JsonObject request(String agent, String skill, JsonObject input) {
    JsonObject request = RunningPlatform.request(input);
    JsonObject envelope = request.getJsonObject("params").getJsonObject("envelope");
    envelope.put("recipient", agent).getJsonObject("payload").put("skill_id", skill);
    return request;
  }

  private static JsonObject request(String skill, JsonObject input) {
    return request(GuestAgent.URN, skill, input);
  }

  static JsonObject about(String taskId, String type, JsonObject payload) {
    JsonObject message = RunningPlatform.request(new JsonObject());
    message
        .getJsonObject("params")
        .getJsonObject("envelope")
        .put("recipient", GuestAgent.URN)
        .put("payload_type", type)
        .put("payload", payload.put("task_id", taskId));
    return message;
  }

  static JsonObject message(String taskId, String id) {
    JsonObject payload =
        new JsonObject()
            .put("message_id", id)
            .put("sender", "urn:asap:agent:test")
            .put("role", "user")
            .put("parts", List.of());
    return about(taskId, "message.send", payload);
  }

  private static HttpRequest stream(JsonObject request) {
    return HttpRequest.newBuilder(near.root().resolve("/asap/stream"))
        .POST(HttpRequest.BodyPublishers.ofString(request.encode()))
        .build();
  }

  @Test
  void progressArtifactsAndChunksAreInTheLogInOrder() throws Exception {
    // Given
    JsonObject request = request("report", new JsonObject());

    // When
    String events =
        RunningPlatform.client().send(stream(request), HttpResponse.BodyHandlers.ofString()).body();

    // Then
    assertThat(events)
        .containsSubsequence(
            "\"progress\":0.5",
            "\"artifact-1\"",
            "\"chunk\":\"Hel\"",
            "\"chunk\":\"lo\"",
            "\"final\":true");
    assertThat(events).contains("\"status\":\"completed\"");
  }

  @Test
  void aQuestionIsAnsweredThroughTheNodeOfTheTask() throws Exception {
    // Given
    JsonObject asked = DurableRequests.payload(near.post(request("ask", new JsonObject())));
    assertThat(asked.getString("status")).isEqualTo("input_required");

    // When
    HttpResponse<String> answer = near.post(message(asked.getString("task_id"), "m-17"));

    // Then
    JsonObject ended = DurableRequests.payload(answer);
    assertThat(ended.getString("status")).isEqualTo("completed");
    assertThat(ended.getJsonObject("result").getString("heard")).isEqualTo("m-17");
  }

  @Test
  void aCancellationReachesTheSkillAndWhatItAskedFor() throws Exception {
    // Given
    JsonObject input =
        new JsonObject().put("to", GuestAgent.URN).put("skill", "wait").put("key", "below");
    JsonObject request = request("pass", input.put("to", GuestAgent.URN));
    String id = request.getJsonObject("params").getJsonObject("envelope").getString("id");
    CompletableFuture<HttpResponse<String>> answer = near.postAsync(request);
    Eventually.until(() -> near.get("/asap/tasks/" + id).body().contains("\"working\""));

    // When
    HttpResponse<String> cancelled = near.post(about(id, "task.cancel", new JsonObject()));

    // Then
    assertThat(DurableRequests.payload(cancelled).getString("status")).isEqualTo("cancelled");
    assertThat(DurableRequests.payload(answer.get(20, TimeUnit.SECONDS)).getString("status"))
        .isEqualTo("cancelled");
    Eventually.until(() -> GuestAgent.CANCELLED.contains("below"));
  }

  @Test
  void aStateIsSavedWhereTheTaskLives() throws Exception {
    // When
    HttpResponse<String> answer = near.post(request("state", new JsonObject()));

    // Then
    JsonObject payload = DurableRequests.payload(answer);
    assertThat(payload.getJsonObject("result"))
        .isEqualTo(new JsonObject().put("version", 2).put("data", new JsonObject().put("step", 2)));
    HttpResponse<String> state =
        near.post(about(payload.getString("task_id"), "state.query", new JsonObject()));
    assertThat(state.body()).contains("\"step\":2");
  }

  @Test
  void aReaderThatReadsSlowlyHoldsTheSkillBack() throws Exception {
    // Given
    GuestAgent.WRITTEN.set(0);
    int chunks = 4_000;
    JsonObject request = request("pour", new JsonObject().put("chunks", chunks).put("size", 1_000));
    HttpResponse<InputStream> response =
        RunningPlatform.client().send(stream(request), HttpResponse.BodyHandlers.ofInputStream());
    long[] last = {-1};
    Eventually.until(
        () -> {
          TimeUnit.MILLISECONDS.sleep(300);
          long before = last[0];
          last[0] = GuestAgent.WRITTEN.get();
          return before == last[0];
        });
    int heldAt = GuestAgent.WRITTEN.get();

    // When
    String all =
        new String(response.body().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

    // Then
    assertThat(heldAt).isLessThan(chunks);
    assertThat(all.lines().filter(line -> line.startsWith("data: "))).hasSize(chunks + 1);
    assertThat(all).contains("\"chunk\":\"" + (chunks - 1) + " x").contains("\"completed\"");
  }

  @Test
  void agentsOfBothNodesAskEachOtherAndTheirTasksStandBelow() throws Exception {
    // Given
    JsonObject input =
        new JsonObject().put("to", ClientTestAgent.URN).put("skill", "note").put("number", 7);

    // When
    HttpResponse<String> answer = near.post(request("pass", input));

    // Then
    assertThat(DurableRequests.payload(answer).getJsonObject("result").getInteger("noted"))
        .isEqualTo(7);
  }
}
