package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.redis.TestingRedis;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Durable tasks whose process ends, or is not heard of for a while. */
@Timeout(180)
class InterruptedTaskTest {
  private static final String SECOND = "task.leaseSeconds=1";
  private static final String SQLITE = "state.backend=sqlite";

  @TempDir private Path home;

  private JsonObject request() {
    return DurableRequests.of(
        "wait", new JsonObject().put("number", 1).put("gate", home.resolve("gate").toString()));
  }

  private void open(int attempt) throws Exception {
    Files.createFile(home.resolve("gate-" + attempt));
  }

  private List<String> runs() throws Exception {
    Path runs = PlatformProcess.runs(home);
    return Files.exists(runs) ? Files.readAllLines(runs) : List.of();
  }

  private void awaitRuns(int count) throws Exception {
    Eventually.until(() -> runs().size() == count);
  }

  /** The id of the task that the last run belongs to. */
  private String taskId() throws Exception {
    List<String> runs = runs();
    return runs.get(runs.size() - 1).split(" ")[3];
  }

  private static JsonObject page(PlatformProcess platform, String taskId) throws Exception {
    return new JsonObject(platform.get("/asap/tasks/" + taskId).body());
  }

  private static JsonObject stateOf(PlatformProcess platform, String taskId) throws Exception {
    return DurableRequests.payload(platform.post(DurableRequests.stateOf(taskId)).get())
        .getJsonObject("final_state");
  }

  @Test
  void afterAKillTheNextStartRunsItAgainAndAnswersTheSameRequest() throws Exception {
    // Given
    JsonObject request = request();
    try (PlatformProcess first = PlatformProcess.start(home, SQLITE, SECOND)) {
      first.post(request);
      awaitRuns(1);
      Eventually.until(() -> stateOf(first, taskId()) != null);
    }

    // When
    try (PlatformProcess second = PlatformProcess.start(home, SQLITE, SECOND)) {
      CompletableFuture<HttpResponse<String>> again = second.post(request);
      awaitRuns(2);
      open(2);
      JsonObject payload = DurableRequests.payload(again.get());

      // Then
      assertThat(payload.getString("status")).isEqualTo("completed");
      assertThat(payload.getString("task_id")).isEqualTo(taskId());
      assertThat(payload.getJsonObject("result"))
          .isEqualTo(
              new JsonObject()
                  .put("number", 1)
                  .put("attempt", 2)
                  .put("saved", new JsonObject().put("attempt", 1)));
      assertThat(runs()).extracting(run -> run.split(" ")[2]).containsExactly("1", "2");
      assertThat(runs()).extracting(run -> run.split(" ")[3]).containsOnly(taskId());
      assertThat(page(second, taskId()).getJsonObject("result"))
          .isEqualTo(payload.getJsonObject("result"));
      assertThat(second.get("/asap/tasks/" + taskId() + "/events").body())
          .contains("event: task.response");
      assertThat(DurableRequests.payload(second.post(request).get())).isEqualTo(payload);
      assertThat(runs()).hasSize(2);
    }
  }

  @Test
  void aStopLeavesItToTheNextStartWithoutWaitingForItsLease() throws Exception {
    // Given
    JsonObject request = request();
    PlatformProcess first =
        PlatformProcess.start(home, SQLITE, "task.leaseSeconds=3600", "platform.shutdownSeconds=1");
    CompletableFuture<HttpResponse<String>> answer = first.post(request);
    awaitRuns(1);
    first.stop();
    JsonObject told = new JsonObject(answer.get().body()).getJsonObject("error");

    // When
    try (PlatformProcess second = PlatformProcess.start(home, SQLITE, SECOND)) {
      awaitRuns(2);
      open(2);

      // Then
      assertThat(told.getInteger("code")).isEqualTo(-32032);
      assertThat(told.getJsonObject("data").getBoolean("recoverable")).isTrue();
      JsonObject payload = DurableRequests.payload(second.post(request).get());
      assertThat(payload.getJsonObject("result").getInteger("attempt")).isEqualTo(2);
    }
  }

  @Test
  void aProcessThatSleptTooLongEndsNoTaskThatAnotherHasTakenOver() throws Exception {
    // Given
    Path folder = Files.createDirectory(home.resolve("redis"));
    try (TestingRedis redis = TestingRedis.start(folder, true)) {
      String[] sets = {"state.backend=redis", "state.redis.uri=" + redis.uri(), SECOND};
      JsonObject request = request();
      try (PlatformProcess sleeper = PlatformProcess.start(home, sets);
          PlatformProcess other = PlatformProcess.start(home, sets)) {
        CompletableFuture<HttpResponse<String>> first = sleeper.post(request);
        awaitRuns(1);
        sleeper.signal("STOP");
        awaitRuns(2);
        open(2);
        JsonObject payload = DurableRequests.payload(other.post(request).get());

        // When
        open(1);
        sleeper.signal("CONT");
        JsonObject late = new JsonObject(first.get().body());

        // Then
        assertThat(payload.getJsonObject("result").getInteger("attempt")).isEqualTo(2);
        assertThat(late.getJsonObject("error").getInteger("code")).isEqualTo(-32032);
        assertThat(late.getJsonObject("error").getJsonObject("data").getBoolean("recoverable"))
            .isTrue();
        for (PlatformProcess platform : List.of(sleeper, other)) {
          assertThat(page(platform, taskId()).getJsonObject("result"))
              .isEqualTo(payload.getJsonObject("result"));
          assertThat(DurableRequests.payload(platform.post(request).get())).isEqualTo(payload);
        }
        assertThat(runs()).hasSize(2);
      }
    }
  }
}
