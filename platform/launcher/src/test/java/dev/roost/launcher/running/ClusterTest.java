package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.platform.http.TestCertificate;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that join each other. */
class ClusterTest {
  private static final String OWN = "verticles.own.class=" + OwnAgent.class.getName();
  private static final String URN = "urn:asap:agent:own";

  @TempDir private Path home;

  static JsonObject repeat(String text) {
    JsonObject request = RunningPlatform.request(new JsonObject().put("message", text));
    JsonObject envelope = request.getJsonObject("params").getJsonObject("envelope");
    envelope.put("recipient", URN).getJsonObject("payload").put("skill_id", "repeat");
    return request;
  }

  private static boolean knows(RunningPlatform platform, String agent) {
    return platform.platform().status().agents().contains(agent);
  }

  @Test
  void anAgentOfOneNodeAnswersAtTheOther() throws Exception {
    // Given
    TestingCluster cluster = TestingCluster.of(2);
    try (RunningPlatform first = cluster.start(0, home);
        RunningPlatform second = cluster.start(1, home, OWN)) {
      Eventually.until(() -> knows(first, URN));

      // When
      HttpResponse<String> answer = first.post(repeat("over there"));

      // Then
      assertThat(answer.body()).contains("over there").contains("\"completed\"");
      String taskId = DurableRequests.payload(answer).getString("task_id");
      assertThat(taskId).matches("task_[0-9A-Z]{26}_[0-9a-z]{6,9}");
      assertThat(knows(second, URN)).isTrue();
    }
  }

  @Test
  void aNodeThatLeavesTakesItsAgentsWithIt() throws Exception {
    // Given
    TestingCluster cluster = TestingCluster.of(2);
    try (RunningPlatform first = cluster.start(0, home)) {
      RunningPlatform second = cluster.start(1, home, OWN);
      Eventually.until(() -> knows(first, URN));

      // When
      second.close();

      // Then
      assertThat(knows(first, URN)).isFalse();
    }
  }

  @Test
  void theBusSpeaksTlsAmongNodesThatTrustEachOther() throws Exception {
    // Given
    TestCertificate.create().writeTo(Files.createDirectories(home));
    String certificate = home.resolve("certificate.pem").toString();
    String[] tls = {
      OWN,
      "cluster.tls.certificate=" + certificate,
      "cluster.tls.key=" + home.resolve("key.pem"),
      "cluster.tls.trust=" + certificate
    };
    TestingCluster cluster = TestingCluster.of(2);
    try (RunningPlatform first = cluster.start(0, home, tls[1], tls[2], tls[3]);
        RunningPlatform second = cluster.start(1, home, tls)) {
      Eventually.until(() -> knows(first, URN));

      // When
      HttpResponse<String> answer = first.post(repeat("sealed"));

      // Then
      assertThat(answer.body()).contains("sealed").contains("\"completed\"");
      assertThat(knows(second, URN)).isTrue();
    }
  }

  @Test
  void aPortThatIsTakenIsToldByTheNameOfItsSetting() throws Exception {
    // Given
    TestingCluster cluster = TestingCluster.of(1);
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = "cluster.port=" + taken.getLocalPort();

      // When, Then
      assertThatThrownBy(() -> cluster.start(0, home, port))
          .hasMessageContaining("cluster.host, cluster.port");
    }
  }
}
