package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
  @TempDir private Path home;

  @Test
  void anAgentFromThePluginsFolderAnswersOverHttp() throws Exception {
    try (RunningPlatform running = RunningPlatform.start(home)) {
      // When
      HttpResponse<String> answer =
          running.post(RunningPlatform.request(new JsonObject().put("message", "hi")));

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("ASAP-Version")).contains("2.2");
      JsonObject envelope =
          new JsonObject(answer.body()).getJsonObject("result").getJsonObject("envelope");
      assertThat(envelope.getString("payload_type")).isEqualTo("task.response");
      assertThat(envelope.getJsonObject("payload").getJsonObject("result"))
          .isEqualTo(new JsonObject().put("echoed", new JsonObject().put("message", "hi")));
      assertThat(envelope.getJsonObject("payload").getString("task_id")).startsWith("task_");
      assertThat(running.get("/ready").statusCode()).isEqualTo(200);
      assertThat(running.get("/agents/echo/.well-known/asap/manifest.json").body())
          .contains("\"id\":\"urn:asap:agent:echo\"");
    }
  }

  @Test
  void aBrokenPluginIsTold() throws Exception {
    // Given
    Files.createDirectories(home.resolve("plugins"));
    Files.writeString(home.resolve("plugins/broken.jar"), "not a jar");

    // When
    try (RunningPlatform running = RunningPlatform.start(home)) {
      Eventually.until(() -> running.get("/ready").body().contains("broken.jar"));

      // Then
      HttpResponse<String> ready = running.get("/ready");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(new JsonObject(ready.body()).getJsonObject("details").getJsonArray("plugins"))
          .singleElement()
          .satisfies(
              plugin -> {
                assertThat(((JsonObject) plugin).getString("file")).isEqualTo("broken.jar");
                assertThat(((JsonObject) plugin).getString("reason")).contains("not a jar");
              });
      assertThat(running.platform().status().failedPlugins()).hasSize(1);
    }
  }

  @Test
  void anOwnAgentIsDeployedByClass() throws Exception {
    // When
    try (RunningPlatform running =
        RunningPlatform.start(
            home, "verticles.own.class=" + OwnAgent.class.getName(), "verticles.own.instances=2")) {

      // Then
      HttpResponse<String> manifest = running.get("/agents/own/.well-known/asap/manifest.json");
      assertThat(manifest.statusCode()).isEqualTo(200);
      assertThat(manifest.body()).contains("\"id\":\"urn:asap:agent:own\"");
    }
  }

  @Test
  void aStopLetsWhatIsInFlightBeAnswered() throws Exception {
    // Given
    Files.createDirectories(home.resolve("plugins"));
    RunningPlatform.echo(
            "1.0.0",
            "return Future.succeededFuture(",
            "return io.vertx.core.Vertx.currentContext().owner().timer(1500).map(fired -> ")
        .moveTo(home.resolve("plugins/echo.jar"));
    RunningPlatform running = RunningPlatform.startWithWhatIsThere(home);
    CompletableFuture<HttpResponse<String>> slow =
        running.postAsync(RunningPlatform.request(new JsonObject().put("n", 1)));
    Eventually.until(() -> running.management("/api/tasks").body().contains("urn:asap:agent:test"));

    // When
    running.close();

    // Then
    assertThat(slow.get(10, TimeUnit.SECONDS).body()).contains("\"echoed\":{\"n\":1}");
  }

  @Test
  void aClassOfAPluginIsDeployedAsAVerticle() throws Exception {
    // Given
    Files.createDirectories(home.resolve("plugins"));
    RunningPlatform.echo("1.0.0")
        .source(
            "extra.Marker",
            """
            package extra;
            public class Marker extends io.vertx.core.VerticleBase {
              @Override public io.vertx.core.Future<?> start() {
                return vertx.fileSystem().writeFile(
                    config().getString("file"), io.vertx.core.buffer.Buffer.buffer("up"));
              }
            }
            """)
        .moveTo(home.resolve("plugins/echo.jar"));
    Path mark = home.resolve("mark");

    // When
    try (RunningPlatform running =
        RunningPlatform.startWithWhatIsThere(
            home,
            "verticles.marker.class=plugin:echo/extra.Marker",
            "verticles.marker.config={\"file\":\"" + mark + "\"}")) {

      // Then
      assertThat(mark).hasContent("up");
      assertThat(running.platform().status().agents()).containsExactly("urn:asap:agent:echo");
    }
  }
}
