package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are fewer than there must be. */
class MinorityTest {
  private static final String OWN = "verticles.own.class=" + OwnAgent.class.getName();
  private static final String MINIMUM = "cluster.minimumMembers=2";

  @TempDir private Path home;

  private CompletableFuture<RunningPlatform> starting(
      TestingCluster cluster, int node, String... sets) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return cluster.start(node, home, sets);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static int statusOf(int port, String path) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      return RunningPlatform.client()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theFirstNodeWaitsForTheSecondAndRefusesWhenThatHasLeft() throws Exception {
    // Given
    TestingCluster cluster = TestingCluster.of(2);
    int port = freePort();
    CompletableFuture<RunningPlatform> first =
        starting(cluster, 0, MINIMUM, OWN, "http.port=" + port);
    Eventually.until(() -> statusOf(port, "/health") == 200);
    assertThat(statusOf(port, "/ready")).isEqualTo(503);
    RunningPlatform second = cluster.start(1, home, MINIMUM);
    try (RunningPlatform waited = first.get(60, TimeUnit.SECONDS)) {
      assertThat(waited.post(ClusterTest.repeat("together")).body()).contains("together");
      assertThat(statusOf(port, "/ready")).isEqualTo(200);

      // When
      second.close();
      Eventually.until(() -> statusOf(port, "/ready") == 503);

      // Then
      HttpResponse<String> refused = waited.post(ClusterTest.repeat("alone"));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(new JsonObject(refused.body()).getInteger("rpc_code")).isEqualTo(-32031);
      assertThat(waited.get("/ready").body()).contains("cluster");
      assertThat(waited.platform().status().agents()).contains("urn:asap:agent:own");
    }
  }

  @Test
  void whoIsTooFewServesAgainWhenAnotherJoins() throws Exception {
    // Given
    TestingCluster cluster = TestingCluster.of(3);
    CompletableFuture<RunningPlatform> first = starting(cluster, 0, MINIMUM, OWN);
    RunningPlatform second = cluster.start(1, home, MINIMUM);
    try (RunningPlatform left = first.get(60, TimeUnit.SECONDS)) {
      second.close();
      Eventually.until(() -> left.post(ClusterTest.repeat("alone")).statusCode() == 503);

      // When
      try (RunningPlatform third = cluster.start(2, home, MINIMUM)) {

        // Then
        assertThat(left.post(ClusterTest.repeat("again")).body()).contains("again");
        Eventually.until(() -> third.platform().status().agents().contains("urn:asap:agent:own"));
        assertThat(third.post(ClusterTest.repeat("from afar")).body()).contains("from afar");
      }
    }
  }
}
