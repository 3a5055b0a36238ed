package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers see of a node that is killed while its agents work for them. */
class NodeLossTest {
  private static final String GUEST = "verticles.guest.class=" + GuestAgent.class.getName();

  @TempDir private Path home;

  private static boolean knows(RunningPlatform platform) {
    return platform.platform().status().agents().contains(GuestAgent.URN);
  }

  private static JsonObject wait(String id) {
    JsonObject request =
        GuestTasksTest.request(GuestAgent.URN, "wait", new JsonObject().put("key", id));
    request.getJsonObject("params").getJsonObject("envelope").put("id", id);
    return request;
  }

  private static void isWorking(RunningPlatform near, String id) throws Exception {
    Eventually.until(() -> near.get("/asap/tasks/" + id).body().contains("\"working\""));
  }

  @Test
  void aCallThatANodeTookAlongEndsWithAnErrorThatCanBeTriedAgain() throws Exception {
    // Given
    TestingCluster cluster = TestingCluster.of(2);
    String id = "a-call-of-a-node-that-dies";
    try (RunningPlatform near = cluster.start(0, home);
        PlatformProcess far =
            PlatformProcess.start(home.resolve("far"), cluster.settings(1, GUEST))) {
      Eventually.until(() -> knows(near));
      CompletableFuture<HttpResponse<String>> answer = near.postAsync(wait(id));
      isWorking(near, id);

      // When
      far.kill();

      // Then
      JsonObject error =
          new JsonObject(answer.get(12, TimeUnit.SECONDS).body()).getJsonObject("error");
      assertThat(error.getInteger("code")).isEqualTo(-32032);
      assertThat(error.getJsonObject("data").getBoolean("recoverable")).isTrue();
      assertThat(knows(near)).isFalse();
    }
  }

  @Test
  void aRequestWithAKeyIsRunOnceMoreOnAnotherNode() throws Exception {
    // Given
    TestingCluster cluster = TestingCluster.of(3);
    String id = "a-request-that-has-a-key";
    JsonObject request = wait(id);
    request.getJsonObject("params").put("idempotency_key", "key-1");
    try (RunningPlatform near = cluster.start(0, home);
        PlatformProcess far =
            PlatformProcess.start(home.resolve("far"), cluster.settings(1, GUEST))) {
      Eventually.until(() -> knows(near));
      CompletableFuture<HttpResponse<String>> answer = near.postAsync(request);
      isWorking(near, id);
      try (RunningPlatform other = cluster.start(2, home, GUEST)) {
        Eventually.until(() -> knows(other));

        // When
        far.kill();

        // Then
        Eventually.until(
            Duration.ofSeconds(12),
            () -> near.get("/asap/tasks/" + id).body().contains("\"sequence\":4"));
        near.post(GuestTasksTest.about(id, "task.cancel", new JsonObject()));
        assertThat(DurableRequests.payload(answer.get(12, TimeUnit.SECONDS)).getString("status"))
            .isEqualTo("cancelled");
        assertThat(GuestAgent.CANCELLED).contains(id);
      }
    }
  }
}
