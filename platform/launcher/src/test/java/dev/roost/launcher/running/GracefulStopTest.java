package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop loses nothing that can be told. */
class GracefulStopTest {
  @TempDir private Path home;

  private RunningPlatform start(int shutdownSeconds) throws Exception {
    return RunningPlatform.start(
        home,
        "verticles.slow.class=" + SlowAgent.class.getName(),
        "task.answerSeconds=1",
        "platform.shutdownSeconds=" + shutdownSeconds);
  }

  private static JsonObject request(String skill) {
    JsonObject request = RunningPlatform.request(new JsonObject());
    JsonObject envelope = request.getJsonObject("params").getJsonObject("envelope");
    envelope.put("recipient", SlowAgent.URN).getJsonObject("payload").put("skill_id", skill);
    return request;
  }

  /** The lines of a stream, once it has begun. */
  private static CompletableFuture<List<String>> stream(RunningPlatform running, String skill)
      throws Exception {
    HttpResponse<java.util.stream.Stream<String>> response =
        RunningPlatform.client()
            .send(
                HttpRequest.newBuilder(running.messages().resolve("/asap/stream"))
                    .POST(HttpRequest.BodyPublishers.ofString(request(skill).encode()))
                    .build(),
                HttpResponse.BodyHandlers.ofLines());
    assertThat(response.statusCode()).isEqualTo(200);
    return CompletableFuture.supplyAsync(
        () -> response.body().filter(line -> line.startsWith("data: ")).toList());
  }

  private static JsonObject last(CompletableFuture<List<String>> stream) throws Exception {
    List<String> lines = stream.get(30, TimeUnit.SECONDS);
    return new JsonObject(lines.get(lines.size() - 1).substring("data: ".length()));
  }

  @Test
  void aStreamThatEndsInTimeEndsWell() throws Exception {
    // Given
    RunningPlatform running = start(10);
    CompletableFuture<List<String>> stream = stream(running, "soon");

    // When
    running.close();

    // Then
    JsonObject payload = last(stream).getJsonObject("payload");
    assertThat(payload.getBoolean("final")).isTrue();
    assertThat(payload.getString("status")).isEqualTo("completed");
  }

  @Test
  void aStreamThatDoesNotEndIsToldWhy() throws Exception {
    // Given
    RunningPlatform running = start(2);
    CompletableFuture<List<String>> stream = stream(running, "never");

    // When
    running.close();

    // Then
    JsonObject chunk = last(stream);
    assertThat(chunk.getJsonObject("payload").getBoolean("final")).isTrue();
    assertThat(chunk.getJsonObject("payload").getString("status")).isEqualTo("failed");
    assertThat(chunk.getJsonObject("extensions").getJsonObject("error").getInteger("code"))
        .isEqualTo(-32032);
  }

  @Test
  void aTaskThatNobodyWaitsForHasTheSameTime() throws Exception {
    // Given
    RunningPlatform running = start(10);
    HttpResponse<String> working = running.post(request("count"));

    // When
    running.close();

    // Then
    assertThat(working.body()).contains("\"status\":\"working\"");
    assertThat(SlowAgent.COUNTED).hasValue(1);
  }
}
