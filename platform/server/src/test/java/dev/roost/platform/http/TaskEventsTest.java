package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code GET /asap/tasks/{id}/events}. */
class TaskEventsTest {
  private final BusyAgent agent = new BusyAgent();
  private TestNode node;
  private Peer peer;

  @BeforeEach
  void start() {
    node =
        TestNode.with()
            .patience(Duration.ofMillis(200), Duration.ofMillis(400))
            .goOnWithoutReader()
            .start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
    peer = Peer.of(node);
  }

  @AfterEach
  void stop() {
    agent.gate.open();
    node.close();
  }

  @Test
  void theWholeLogOfAnEndedTaskIsToldAndEnds() {
    // Given
    String taskId = peer.start("craft");

    try (Wire wire = node.connect()) {
      // When
      List<Events.Event> events = peer.follow(wire, taskId).rest();

      // Then
      assertThat(events).extracting(Events.Event::id).containsExactly("1", "2", "3", "4", "5");
      assertThat(events)
          .extracting(Events.Event::name)
          .containsExactly(
              "task.update", "task.update", "task.update", "artifact.notify", "task.response");
      assertThat(events)
          .extracting(event -> event.payload().getString("status"))
          .containsExactly("submitted", "working", "working", null, "completed");
      assertThat(events)
          .extracting(event -> event.envelope().getString("id"))
          .containsExactly(
              taskId + ".1", taskId + ".2", taskId + ".3", taskId + ".4", taskId + ".5");
      assertThat(events)
          .allSatisfy(
              event ->
                  assertThat(event.envelope().getString("recipient")).isEqualTo(Requests.CLIENT));
    }
  }

  @Test
  void aClientThatComesBackMissesNothingAndSeesNothingTwice() {
    // Given
    JsonObject request = peer.request("stream", new JsonObject().put("chunks", 5));
    String taskId = peer.payloadOf(request).getString("task_id");

    try (Wire first = node.connect();
        Wire second = node.connect()) {
      Events before = peer.follow(first, taskId);
      before.next();
      before.next();
      String seen = before.next().orElseThrow().id();

      // When
      List<Events.Event> after = peer.follow(second, taskId, "Last-Event-ID: " + seen).rest();

      // Then
      assertThat(after).extracting(Events.Event::id).containsExactly("4", "5", "6", "7", "8");
    }
  }

  @Test
  void whatHappensLaterIsToldAsItHappens() {
    // Given
    String taskId = peer.start("insist");

    try (Wire wire = node.connect()) {
      Events events = peer.follow(wire, taskId, "Last-Event-ID: 2");

      // When
      agent.gate.open();

      // Then
      assertThat(events.rest()).extracting(Events.Event::name).containsExactly("task.response");
    }
  }

  @Test
  void theErrorOfATaskIsItsLastEvent() {
    // Given
    try (Wire streaming = node.connect();
        Wire wire = node.connect()) {
      List<Events.Event> chunks =
          peer.stream(streaming, peer.request("break", new JsonObject())).rest();
      String taskId = chunks.get(0).extensions().getString("task_id");

      // When
      List<Events.Event> events = peer.follow(wire, taskId, "Last-Event-ID: 4").rest();

      // Then
      assertThat(events).hasSize(1);
      assertThat(events.get(0).payload().getString("status")).isEqualTo("failed");
      assertThat(
              events
                  .get(0)
                  .payload()
                  .getJsonObject("result")
                  .getJsonObject("error")
                  .getInteger("code"))
          .isEqualTo(-32603);
      assertThat(peer.task(taskId).getJsonObject("error").getInteger("code")).isEqualTo(-32603);
    }
  }

  @Test
  void nothingIsToldOfATaskThatIsNotThere() {
    // When
    Wire.Answer answer = peer.get("/asap/tasks/task_unknown/events");

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json()).isEqualTo(new JsonObject().put("detail", "Task not found"));
  }

  @Test
  void anEventIdThatIsNoneIsRefused() {
    // Given
    String taskId = peer.start("insist");

    // When
    Wire.Answer answer = peer.get("/asap/tasks/" + taskId + "/events", "Last-Event-ID: abc");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("detail")).contains("Last-Event-ID");
  }

  @Test
  void aTaskWhoseReaderLeftMayGoOn() {
    // Given
    Wire wire = node.connect();
    JsonObject request = peer.request("insist", new JsonObject());
    wire.request("POST", "/asap/stream", Requests.around(request).toBuffer().getBytes());
    wire.readHead();
    int open = node.binding().openConnections();

    // When
    wire.close();

    // Then
    TestPlatform.await(() -> node.binding().openConnections() < open);
    assertThat(peer.statusOf(request.getString("id"))).isEqualTo("working");
    assertThat(agent.gate.size()).isEqualTo(1);
  }
}
