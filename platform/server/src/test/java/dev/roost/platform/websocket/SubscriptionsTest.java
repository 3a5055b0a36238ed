package dev.roost.platform.websocket;

import static dev.roost.platform.websocket.SocketMessages.answer;
import static dev.roost.platform.websocket.SocketMessages.envelope;
import static dev.roost.platform.websocket.SocketMessages.errorCode;
import static dev.roost.platform.websocket.SocketMessages.request;
import static dev.roost.platform.websocket.SocketMessages.subscribe;
import static dev.roost.platform.websocket.SocketMessages.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.http.BusyAgent;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code task.subscribe} and {@code task.unsubscribe}. */
class SubscriptionsTest {
  private static final JsonObject SUBSCRIBED = new JsonObject().put("subscribed", true);

  private final BusyAgent agent = new BusyAgent();
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
  }

  @AfterEach
  void stop() {
    agent.gate.open();
    node.close();
  }

  private static JsonObject params(String taskId) {
    return new JsonObject().put("task_id", taskId);
  }

  /** A task that waits at the gate; the id of its envelope stands for it. */
  private static String begin(RawSocket socket, String id) {
    JsonObject request = request(id, "insist", new JsonObject());
    socket.send(request);
    return envelope(request).getString("id");
  }

  @Test
  void whatIsNoSubscriptionIsToldWhy() {
    // Given
    List<JsonObject> wrong =
        List.of(
            subscribe(1, new JsonObject()),
            subscribe(2, params("task_x").put("task_id", 7)),
            subscribe(3, params("task_x").put("from", -1)),
            subscribe(4, params("task_x").put("from", "1")),
            unsubscribe(5, new JsonObject()));
    try (RawSocket socket = RawSocket.open(node.port())) {
      // When
      wrong.forEach(socket::send);
      List<JsonObject> answers = socket.next(wrong.size());

      // Then
      assertThat(answers).extracting(SocketMessages::errorCode).containsOnly(-32602);
      assertThat(answers)
          .extracting(message -> message.getInteger("id"))
          .containsExactly(1, 2, 3, 4, 5);
      assertThat(answers.get(2).encode()).contains("\"from\"");
    }
  }

  @Test
  void whatIsNoRequestToTheTransportIsReadAsAMessage() {
    // Given
    List<JsonObject> wrong =
        List.of(
            subscribe(new JsonObject(), params("task_x")),
            subscribe(2, new JsonObject()).put("params", "task_x"),
            subscribe(3, params("task_x")).put("method", "task.nothing"));
    try (RawSocket socket = RawSocket.open(node.port())) {
      // When
      wrong.forEach(socket::send);

      // Then
      assertThat(socket.next(3))
          .extracting(SocketMessages::errorCode)
          .containsExactly(-32600, -32602, -32601);
    }
  }

  @Test
  void aSecondSubscriptionTakesThePlaceOfTheFirst() {
    try (RawSocket asking = RawSocket.open(node.port());
        RawSocket socket = RawSocket.open(node.port())) {
      // Given
      String task = begin(asking, "held");
      TestPlatform.await(() -> agent.gate.size() == 1);
      socket.send(subscribe("a", params(task)));
      socket.next(3);

      // When
      socket.send(subscribe("b", params(task).put("from", 1)));
      List<JsonObject> answers = socket.next(2);
      agent.gate.open();
      JsonObject last = socket.next();

      // Then
      assertThat(answers.get(0).getString("id")).isEqualTo("b");
      assertThat(sequence(answers.get(1))).isEqualTo(2);
      assertThat(sequence(last)).isEqualTo(3);
      socket.send(unsubscribe("c", params(task)));
      JsonObject next = socket.next();
      assertThat(next.getString("id")).as("nothing came twice").isEqualTo("c");
      assertThat(next.getJsonObject("result").getBoolean("unsubscribed")).isFalse();
    }
  }

  private static long sequence(JsonObject message) {
    return answer(message).getJsonObject("extensions").getLong("sequence");
  }

  @Test
  void aConnectionFollowsOnlySoManyTasks() {
    try (RawSocket asking = RawSocket.open(node.port());
        RawSocket socket = RawSocket.open(node.port())) {
      // Given
      List<String> tasks =
          IntStream.rangeClosed(0, Subscriptions.MAX)
              .mapToObj(number -> begin(asking, "held-" + number))
              .toList();
      TestPlatform.await(() -> agent.gate.size() == tasks.size());
      long behindAll = 1_000;

      // When
      tasks.forEach(task -> socket.send(subscribe(task, params(task).put("from", behindAll))));
      List<JsonObject> answers = socket.next(tasks.size());

      // Then
      assertThat(answers.subList(0, Subscriptions.MAX))
          .allSatisfy(
              message ->
                  assertThat(message.getJsonObject("result"))
                      .isEqualTo(SUBSCRIBED.copy().put("task_id", message.getString("id"))));
      assertThat(errorCode(answers.get(Subscriptions.MAX))).isEqualTo(-32040);
      assertThat(roomAfterLeaving(socket, tasks)).isTrue();
    }
  }

  /** Whether a followed task can be followed anew, and another once one is left. */
  private static boolean roomAfterLeaving(RawSocket socket, List<String> tasks) {
    String refused = tasks.get(Subscriptions.MAX);
    Stream.of(
            subscribe("same", params(tasks.get(1)).put("from", 1_000)),
            unsubscribe("leave", params(tasks.get(0))),
            subscribe("room", params(refused).put("from", 1_000)))
        .forEach(socket::send);
    return socket.next(3).stream().allMatch(message -> message.containsKey("result"));
  }
}
