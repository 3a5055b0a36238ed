package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.launcher.running.WebhookReceiver.Delivery;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callers are called back about their tasks. */
@Timeout(120)
class WebhookPlatformTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path home;
  private WebhookReceiver receiver;

  @BeforeEach
  void listen() throws Exception {
    receiver = new WebhookReceiver();
  }

  @AfterEach
  void hangUp() {
    receiver.close();
  }

  private static String[] with(String... sets) {
    return Stream.concat(Stream.of(WebhookReceiver.ALLOWED), Stream.of(sets))
        .toArray(String[]::new);
  }

  private static JsonObject envelope(JsonObject request) {
    return request.getJsonObject("params").getJsonObject("envelope");
  }

  private JsonObject webhook() {
    return new JsonObject().put("url", receiver.url()).put("secret", WebhookReceiver.SECRET);
  }

  private static JsonObject calling(JsonObject webhook) {
    JsonObject request = RunningPlatform.request(new JsonObject().put("message", "hi"));
    envelope(request).put("extensions", new JsonObject().put("webhook", webhook));
    return request;
  }

  private static String taskId(RunningPlatform platform, JsonObject request) throws Exception {
    String answer = platform.post(request).body();
    JsonObject result = new JsonObject(answer).getJsonObject("result");
    assertThat(result).as(answer).isNotNull();
    return result.getJsonObject("envelope").getJsonObject("payload").getString("task_id");
  }

  private void awaitTypes(String taskId, String... types) throws Exception {
    Eventually.until(PATIENCE, () -> receiver.typesOf(taskId).size() >= types.length);
    assertThat(receiver.typesOf(taskId)).containsExactly(types);
  }

  @Test
  void aRequestNamesItsCallbackInItsExtensions() throws Exception {
    // Given
    try (RunningPlatform platform = RunningPlatform.start(home, with())) {
      JsonObject request = calling(webhook());

      // When
      String task = taskId(platform, request);

      // Then
      awaitTypes(task, "task.started", "task.completed");
      JsonObject told = receiver.deliveries().get(1).event().data();
      assertThat(told.getString("request_id")).isEqualTo(envelope(request).getString("id"));
      assertThat(told.getString("agent")).isEqualTo("urn:asap:agent:echo");
      assertThat(told.getString("skill_id")).isEqualTo("echo");
      assertThat(told.getString("status")).isEqualTo("completed");
      assertThat(told.getJsonObject("result").encode()).contains("hi");
      assertThat(told.getLong("sequence"))
          .isGreaterThan(receiver.deliveries().get(0).event().data().getLong("sequence"));
    }
  }

  @Test
  void aRequestNamesItsCallbackInTheConfigOfItsTask() throws Exception {
    // Given
    JsonObject config =
        new JsonObject()
            .put("callback_url", receiver.url())
            .put("callback_events", new JsonArray().add("task.completed"))
            .put("callback_secret", WebhookReceiver.SECRET);
    JsonObject request = RunningPlatform.request(new JsonObject().put("message", "hi"));
    envelope(request).getJsonObject("payload").put("config", config);
    try (RunningPlatform platform = RunningPlatform.start(home, with())) {

      // When
      String task = taskId(platform, request);

      // Then
      awaitTypes(task, "task.completed");
    }
  }

  @Test
  void theConfigOfATaskCanBeClosedToCallbacks() throws Exception {
    // Given
    JsonObject request = RunningPlatform.request(new JsonObject());
    envelope(request)
        .getJsonObject("payload")
        .put("config", new JsonObject().put("callback_url", receiver.url()));
    try (RunningPlatform platform =
        RunningPlatform.start(home, with("webhook.acceptInConfig=false"))) {

      // When
      JsonObject answer = new JsonObject(platform.post(request).body());

      // Then
      assertThat(answer.getJsonObject("error").getInteger("code")).isEqualTo(-32602);
    }
  }

  @Test
  void aUrlThatLeadsInsideIsRefusedWithoutAReason() throws Exception {
    // Given
    try (RunningPlatform platform = RunningPlatform.start(home)) {

      // When
      JsonObject answer = new JsonObject(platform.post(calling(webhook())).body());

      // Then
      assertThat(answer.getJsonObject("error").getInteger("code")).isEqualTo(-32050);
      assertThat(answer.encode()).doesNotContain("127.0.0.1").doesNotContain("http:");
      assertThat(receiver.deliveries()).isEmpty();
    }
  }

  @Test
  void anEventThatDoesNotExistIsRefusedByName() throws Exception {
    // Given
    JsonObject webhook = webhook().put("events", new JsonArray().add("task.complete"));
    try (RunningPlatform platform = RunningPlatform.start(home, with())) {

      // When
      JsonObject answer = new JsonObject(platform.post(calling(webhook)).body());

      // Then
      assertThat(answer.getJsonObject("error").getInteger("code")).isEqualTo(-32602);
      assertThat(answer.encode()).contains("task.completed");
    }
  }

  @Test
  void theSameRequestOnceMoreCallsNobodyAgain() throws Exception {
    // Given
    JsonObject request = calling(webhook());
    request.getJsonObject("params").put("idempotency_key", "order-1");
    try (RunningPlatform platform = RunningPlatform.start(home, with())) {
      String first = taskId(platform, request);
      awaitTypes(first, "task.started", "task.completed");

      // When
      String second = taskId(platform, request);

      // Then
      String other = taskId(platform, calling(webhook()));
      awaitTypes(other, "task.started", "task.completed");
      assertThat(second).isEqualTo(first);
      assertThat(receiver.deliveries()).hasSize(4);
    }
  }

  @Test
  void whatCouldNotBeDeliveredIsDeliveredByTheNextProcess() throws Exception {
    // Given
    receiver.answer(event -> 503);
    String task;
    try (RunningPlatform platform =
        RunningPlatform.start(home, with("state.backend=sqlite", "webhook.profile=asap"))) {
      task = taskId(platform, calling(webhook()));
      Eventually.until(PATIENCE, () -> receiver.typesOf(task).contains("task.completed"));
    }
    receiver.answer(event -> 204);

    // When
    try (RunningPlatform next =
        RunningPlatform.startWithWhatIsThere(
            home, with("state.backend=sqlite", "webhook.profile=asap"))) {
      Eventually.until(PATIENCE, () -> delivered().size() == 2);
      assertThat(next.get("/ready").statusCode()).isEqualTo(200);
    }

    // Then
    Set<String> ids = receiver.deliveries().stream().map(Delivery::id).collect(Collectors.toSet());
    assertThat(ids).hasSize(2).isEqualTo(delivered());
  }

  private Set<String> delivered() {
    return receiver.deliveries().stream()
        .filter(delivery -> delivery.status() == 204)
        .map(Delivery::id)
        .collect(Collectors.toSet());
  }

  @Test
  void noSecretLiesOpenInTheDatabase() throws Exception {
    // Given
    receiver.answer(event -> 503);
    String secret = "canary-7d1f2b";
    JsonObject webhook = webhook().put("secret", secret);
    try (RunningPlatform platform =
        RunningPlatform.start(home, with("state.backend=sqlite", "webhook.profile=durable"))) {

      // When
      taskId(platform, calling(webhook));
    }

    // Then
    try (Stream<Path> files = Files.walk(home.resolve("data"))) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).isNotEmpty();
      for (Path file : all) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content).as(file.toString()).doesNotContain(secret);
      }
    }
  }

  @Test
  void anEndpointIsToldOfAllTasksOfItsOwner() throws Exception {
    // Given
    JsonObject endpoint =
        new JsonObject()
            .put("owner", "anonymous")
            .put("url", receiver.url())
            .put("events", new JsonArray().add("task.completed"));
    try (RunningPlatform platform = RunningPlatform.start(home, with("state.backend=sqlite"))) {
      JsonObject added = platform.manage("POST", "/webhooks", endpoint);
      receiver.secret(added.getString("secret"));

      // When
      String task =
          taskId(platform, RunningPlatform.request(new JsonObject().put("message", "hi")));

      // Then
      awaitTypes(task, "task.completed");
    }
  }

  @Test
  void aHundredTimesTheSameRequestIsOneEvent() throws Exception {
    // Given
    JsonObject request = calling(webhook().put("events", new JsonArray().add("task.completed")));
    request.getJsonObject("params").put("idempotency_key", "order-1");
    try (RunningPlatform platform = RunningPlatform.start(home, with("state.backend=sqlite"))) {

      // When
      List<CompletableFuture<HttpResponse<String>>> all =
          IntStream.range(0, 100).mapToObj(one -> platform.postAsync(request)).toList();
      for (CompletableFuture<HttpResponse<String>> one : all) {
        assertThat(one.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }

      // Then
      String other =
          taskId(platform, calling(webhook().put("events", new JsonArray().add("task.completed"))));
      awaitTypes(other, "task.completed");
      Eventually.until(PATIENCE, () -> counts(platform).getLong("pending") == 0);
      assertThat(counts(platform).getLong("accepted")).isEqualTo(2);
      assertThat(receiver.deliveries()).hasSize(2);
    }
  }

  private static JsonObject counts(RunningPlatform platform) throws Exception {
    return new JsonObject(platform.management("/webhooks/counts").body());
  }
}
