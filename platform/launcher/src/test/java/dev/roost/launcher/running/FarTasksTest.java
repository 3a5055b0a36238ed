package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.redis.TestingRedis;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task of one node, as seen from the other. */
class FarTasksTest {
  @TempDir private static Path home;
  private static TestingRedis redis;
  private static RunningPlatform near;
  private static RunningPlatform far;

  @BeforeAll
  static void start() throws Exception {
    redis = TestingRedis.start(Files.createDirectories(home.resolve("redis")), false);
    TestingCluster cluster = TestingCluster.of(2);
    String guest = "verticles.guest.class=" + GuestAgent.class.getName();
    String[] state = {"state.backend=redis", "state.redis.uri=" + redis.uri()};
    near = cluster.start(0, home, guest, state[0], state[1]);
    far = cluster.start(1, home, guest, state[0], state[1]);
  }

  @AfterAll
  static void stop() throws Exception {
    far.close();
    near.close();
    redis.close();
  }

  private static JsonObject request(String skill, JsonObject input) {
    return GuestTasksTest.request(GuestAgent.URN, skill, input);
  }

  private static String idOf(JsonObject request) {
    return request.getJsonObject("params").getJsonObject("envelope").getString("id");
  }

  private static String asked() throws Exception {
    JsonObject asked = DurableRequests.payload(far.post(request("ask", new JsonObject())));
    assertThat(asked.getString("status")).isEqualTo("input_required");
    return asked.getString("task_id");
  }

  private static HttpRequest stream(RunningPlatform node, JsonObject request) {
    return HttpRequest.newBuilder(node.root().resolve("/asap/stream"))
        .POST(HttpRequest.BodyPublishers.ofString(request.encode()))
        .build();
  }

  @Test
  void isSeenByItsIdAndByThatOfItsRequest() throws Exception {
    // Given
    JsonObject request = request("wait", new JsonObject().put("key", "seen"));
    CompletableFuture<HttpResponse<String>> answer = far.postAsync(request);
    Eventually.until(() -> far.get("/asap/tasks/" + idOf(request)).body().contains("working"));

    // When
    HttpResponse<String> byRequest = near.get("/asap/tasks/" + idOf(request));

    // Then
    String id = new JsonObject(byRequest.body()).getJsonObject("task").getString("id");
    assertThat(new JsonObject(near.get("/asap/tasks/" + id).body()).getString("agent"))
        .isEqualTo(GuestAgent.URN);
    assertThat(near.get("/asap/tasks/" + id.replace("task_0", "task_1")).statusCode())
        .isEqualTo(404);
    near.post(GuestTasksTest.about(id, "task.cancel", new JsonObject()));
    assertThat(DurableRequests.payload(answer.get(20, TimeUnit.SECONDS)).getString("status"))
        .isEqualTo("cancelled");
  }

  @Test
  void getsItsInputFromTheOtherNode() throws Exception {
    // Given
    String id = asked();

    // When
    HttpResponse<String> answer = near.post(GuestTasksTest.message(id, "m-9"));

    // Then
    JsonObject payload = DurableRequests.payload(answer);
    assertThat(payload.getJsonObject("result").getString("heard")).isEqualTo("m-9");
  }

  @Test
  void isFollowedFromTheOtherNodeToItsEnd() throws Exception {
    // Given
    String id = asked();
    CompletableFuture<HttpResponse<String>> events =
        RunningPlatform.client()
            .sendAsync(
                HttpRequest.newBuilder(near.root().resolve("/asap/tasks/" + id + "/events"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    // When
    far.post(GuestTasksTest.message(id, "m-10"));

    // Then
    assertThat(events.get(20, TimeUnit.SECONDS).body())
        .containsSubsequence(
            "id: 1\n", "input_required", "message.send", "\"m-10\"", "task.response", "completed");
  }

  @Test
  void theSameRequestAtTheOtherNodeIsAnsweredOnce() throws Exception {
    // Given
    JsonObject request = request("wait", new JsonObject().put("key", "twice"));
    request.getJsonObject("params").put("idempotency_key", "twice");
    CompletableFuture<HttpResponse<String>> first = far.postAsync(request);
    Eventually.until(() -> far.get("/asap/tasks/" + idOf(request)).body().contains("working"));
    String id =
        new JsonObject(far.get("/asap/tasks/" + idOf(request)).body())
            .getJsonObject("task")
            .getString("id");
    CompletableFuture<HttpResponse<String>> second = near.postAsync(request);
    Eventually.until(() -> near.get("/asap/tasks/" + idOf(request)).body().contains(id));

    // When
    near.post(GuestTasksTest.about(id, "task.cancel", new JsonObject()));

    // Then
    JsonObject one = DurableRequests.payload(first.get(20, TimeUnit.SECONDS));
    JsonObject other = DurableRequests.payload(second.get(20, TimeUnit.SECONDS));
    assertThat(one.getString("status")).isEqualTo("cancelled");
    assertThat(other).isEqualTo(one);
  }

  @Test
  void itsStreamGoesOnAtTheOtherNodeAtTheReadersPace() throws Exception {
    // Given
    GuestAgent.WRITTEN.set(0);
    int chunks = 2_000;
    JsonObject request = request("pour", new JsonObject().put("chunks", chunks).put("size", 1_000));
    request.getJsonObject("params").put("idempotency_key", "poured").put("from", 0);
    HttpResponse<InputStream> broken =
        RunningPlatform.client()
            .send(stream(far, request), HttpResponse.BodyHandlers.ofInputStream());

    // When
    HttpResponse<InputStream> resumed =
        RunningPlatform.client()
            .send(stream(near, request), HttpResponse.BodyHandlers.ofInputStream());

    // Then
    long[] last = {-1};
    Eventually.until(
        () -> {
          TimeUnit.MILLISECONDS.sleep(300);
          long before = last[0];
          last[0] = GuestAgent.WRITTEN.get();
          return before == last[0];
        });
    assertThat(GuestAgent.WRITTEN.get()).isLessThan(chunks);
    String all = new String(resumed.body().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(all.lines().filter(line -> line.startsWith("data: "))).hasSize(chunks + 1);
    assertThat(all).contains("\"chunk\":\"0 x").contains("\"completed\"");
    broken.body().close();
  }
}
