package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.client.webhook.WebhookEvent;
import dev.roost.platform.state.MemoryBackend;
import dev.roost.platform.task.LiveTask;
import dev.roost.platform.task.TaskWatch;
import dev.roost.platform.task.TestLives;
import dev.roost.platform.webhook.endpoint.Endpoints;
import dev.roost.platform.webhook.endpoint.Issued;
import dev.roost.platform.webhook.endpoint.Registration;
import dev.roost.platform.webhook.endpoint.TestingEndpoints;
import dev.roost.protocol.ArtifactNotify;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Payload;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.TaskEvent;
import dev.roost.spi.WebhookEndpoint.SealedKey;
import dev.roost.spi.WebhookProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What those who want to be told of a task get to know. */
class WatchedTaskTest {
  private static final Instant TIME = Instant.parse("2026-11-25T08:00:00.000001Z");
  private static final String OWNER = "me";

  private Vertx vertx;
  private Endpoints endpoints;
  private Callbacks callbacks;
  private LiveTask task;

  @BeforeEach
  void open() throws Exception {
    vertx = Vertx.vertx();
    MemoryBackend state = new MemoryBackend(Duration.ofHours(1));
    endpoints = TestingEndpoints.of(vertx, state.endpoints(), Clock.systemUTC());
    get(endpoints.start());
    callbacks = TestingEndpoints.callbacks(vertx, endpoints);
    task = TestLives.accepted(OWNER);
  }

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private Issued subscribe(String owner, String... events) throws Exception {
    return get(
        endpoints.register(
            new Registration(
                owner,
                TestingEndpoints.URL,
                List.of(events),
                WebhookProfile.AUTO,
                Map.of(),
                SealedKey.Kind.HMAC)));
  }

  private TaskWatch calling(String... events) {
    CallbackTarget target =
        new CallbackTarget(TestingEndpoints.URL, List.of(events), Optional.of("v1.sealed"));
    return new WatchedTask(OWNER, Optional.of(target), callbacks);
  }

  private static TaskUpdate update(UpdateType type, TaskStatus status) {
    return new TaskUpdate("t", type, status, new JsonObject().put("percent", 5), null);
  }

  private static TaskResponse end(TaskStatus status) {
    return new TaskResponse("t", status, new JsonObject().put("text", "é"), null, null);
  }

  static Stream<Arguments> events() {
    return Stream.of(
        Arguments.of(update(UpdateType.STATUS_CHANGE, TaskStatus.SUBMITTED), ""),
        Arguments.of(update(UpdateType.STATUS_CHANGE, TaskStatus.WORKING), "task.started"),
        Arguments.of(update(UpdateType.PROGRESS, TaskStatus.WORKING), "task.progress"),
        Arguments.of(
            update(UpdateType.INPUT_REQUIRED, TaskStatus.INPUT_REQUIRED), "task.input_required"),
        Arguments.of(new ArtifactNotify("artifact_1", "t", "a"), "artifact.ready"),
        Arguments.of(new TaskStream("chunk", null, false, null), ""),
        Arguments.of(end(TaskStatus.COMPLETED), "task.completed"),
        Arguments.of(end(TaskStatus.FAILED), "task.failed"),
        Arguments.of(end(TaskStatus.CANCELLED), "task.cancelled"));
  }

  private List<OutboxEntry> deliveries(TaskWatch watch, long sequence, Payload payload) {
    return watch.deliveries(task, new TaskEvent(sequence, TIME, payload));
  }

  private static WebhookEvent event(OutboxEntry delivery) {
    String body = DeliveryPayload.of(delivery).body();
    return WebhookEvent.read(body.getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @MethodSource("events")
  void entriesOfTheLogAreEvents(Payload payload, String type) {
    // When
    List<OutboxEntry> told = deliveries(calling("*"), 7, payload);

    // Then
    assertThat(told).hasSize(type.isEmpty() ? 0 : 1);
    for (OutboxEntry delivery : told) {
      WebhookEvent event = event(delivery);
      assertThat(event.type()).isEqualTo(type);
      assertThat(event.timestamp()).isEqualTo(TIME);
      assertThat(event.data().getString("task_id")).isEqualTo(task.id());
      assertThat(event.data().getString("conversation_id")).isEqualTo("conv_1");
      assertThat(event.data().getString("trace_id")).isEqualTo("trace-1");
      assertThat(event.data().getLong("sequence")).isEqualTo(7);
      assertThat(event.data().getInteger("attempt")).isEqualTo(1);
    }
  }

  @Test
  void theCallbackTravelsWithItsDelivery() {
    // When
    OutboxEntry delivery = deliveries(calling("*"), 7, end(TaskStatus.COMPLETED)).get(0);

    // Then
    DeliveryPayload payload = DeliveryPayload.of(delivery);
    assertThat(payload.owner()).isEqualTo(OWNER);
    assertThat(payload.callback())
        .contains(new DeliveryPayload.Callback(TestingEndpoints.URL, Optional.of("v1.sealed")));
    assertThat(delivery.destination()).startsWith("cb_");
    assertThat(delivery.id()).matches("msg_[A-Za-z0-9_-]{20,}");
    assertThat(event(delivery).data().getJsonObject("result").getString("text")).isEqualTo("é");
  }

  @Test
  void theSameEventHasTheSameIdForTheSameTargetOnly() throws Exception {
    // Given
    subscribe(OWNER, "*");
    TaskWatch watch = calling("*");

    // When
    List<String> ids =
        deliveries(watch, 7, end(TaskStatus.COMPLETED)).stream().map(OutboxEntry::id).toList();

    // Then
    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    assertThat(deliveries(watch, 7, end(TaskStatus.COMPLETED)))
        .extracting(OutboxEntry::id)
        .isEqualTo(ids);
    assertThat(deliveries(watch, 8, end(TaskStatus.COMPLETED)))
        .extracting(OutboxEntry::id)
        .doesNotContainAnyElementsOf(ids);
  }

  @Test
  void onlyWhoWantsAnEventIsTold() throws Exception {
    // Given
    Issued failures = subscribe(OWNER, "task.failed");
    Issued tasks = subscribe(OWNER, "task.*");
    subscribe("another", "*");
    TaskWatch watch = calling("artifact.*");

    // When
    List<OutboxEntry> told = deliveries(watch, 7, end(TaskStatus.FAILED));

    // Then
    assertThat(told)
        .extracting(OutboxEntry::destination)
        .containsExactlyInAnyOrder(failures.endpoint().id(), tasks.endpoint().id());
    assertThat(deliveries(watch, 8, end(TaskStatus.COMPLETED)))
        .extracting(OutboxEntry::destination)
        .containsExactly(tasks.endpoint().id());
  }

  @Test
  void aTaskStartsOnceHoweverOftenItGoesOn() {
    // Given
    TaskWatch watch = calling("*");
    TaskUpdate working = update(UpdateType.STATUS_CHANGE, TaskStatus.WORKING);
    deliveries(watch, 2, working);

    // When
    List<OutboxEntry> again = deliveries(watch, 5, working);

    // Then
    assertThat(again).isEmpty();
  }

  @Test
  void aLargeResultIsLeftOutAndThatIsTold() {
    // Given
    JsonObject large = new JsonObject().put("text", "x".repeat(TaskNews.MAX_BYTES));
    TaskResponse end = new TaskResponse("t", TaskStatus.COMPLETED, large, null, null);

    // When
    JsonObject data = event(deliveries(calling("*"), 7, end).get(0)).data();

    // Then
    assertThat(data.containsKey("result")).isFalse();
    assertThat(data.getJsonArray("omitted")).containsExactly("result");
    assertThat(data.getString("status")).isEqualTo("completed");
  }

  @Test
  void whatIsKeptWithATaskIsEnoughToGoOn() {
    // Given
    TaskWatch first = calling("task.completed");

    // When
    CallbackTarget second = CallbackTarget.of(first.callback().orElseThrow());

    // Then
    TaskWatch next = new WatchedTask(OWNER, Optional.of(second), callbacks);
    assertThat(deliveries(next, 7, end(TaskStatus.COMPLETED)))
        .isEqualTo(deliveries(first, 7, end(TaskStatus.COMPLETED)));
    assertThat(deliveries(next, 8, end(TaskStatus.FAILED))).isEmpty();
  }

  @Test
  void aSecretThatCannotBeKeptIsRefusedAndNotKept() {
    // Given
    Callbacks keyless =
        TestingEndpoints.callbacks(vertx, endpoints, Sealer.without("there is no key"));
    JsonObject webhook = new JsonObject().put("url", TestingEndpoints.URL).put("secret", "hidden");
    Envelope request = task.request().withExtensions(new JsonObject().put("webhook", webhook));

    // When
    Future<Callbacks.Taken> taken = keyless.take(request, OWNER);

    // Then
    assertThatThrownBy(() -> get(taken))
        .cause()
        .isInstanceOf(AsapException.class)
        .hasMessageNotContaining("hidden");
    webhook.remove("secret");
    assertThatCode(() -> get(keyless.take(request, OWNER))).doesNotThrowAnyException();
  }
}
