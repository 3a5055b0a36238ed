package dev.roost.platform.websocket;

import static dev.roost.platform.websocket.SocketMessages.answer;
import static dev.roost.platform.websocket.SocketMessages.envelope;
import static dev.roost.platform.websocket.SocketMessages.request;
import static dev.roost.platform.websocket.SocketMessages.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.http.BusyAgent;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that ask for much and read little. */
class CrowdedSocketTest {
  private static final int MAX_AHEAD = 4;
  private static final int STILL_NANOS = 200_000_000;
  private static final WebSocketConfig STALE_SOON =
      new WebSocketConfig(
          OptionalInt.empty(),
          64 * 1024,
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          2,
          Set.of());

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

  @Test
  void oneRequestTooManyIsToBeTriedAgain() {
    try (RawSocket socket = RawSocket.open(node.port())) {
      // Given
      IntStream.range(0, Session.MAX_IN_FLIGHT)
          .forEach(number -> socket.send(request(number, "insist", new JsonObject())));

      // When
      socket
          .send(request("late", "insist", new JsonObject()))
          .send(request(new JsonObject(), "insist", new JsonObject()))
          .send("[not even a message]");
      List<JsonObject> refused = socket.next(3);

      // Then
      assertThat(refused).extracting(SocketMessages::errorCode).containsOnly(-32031);
      assertThat(refused)
          .extracting(message -> message.getValue("id"))
          .containsExactly("late", null, null);
      TestPlatform.await(() -> agent.gate.size() == Session.MAX_IN_FLIGHT);
      agent.gate.open();
      assertThat(socket.next(Session.MAX_IN_FLIGHT))
          .allMatch(message -> message.containsKey("result"));
      socket.send(request("room again", "stream", new JsonObject()));
      assertThat(socket.next().getString("id")).isEqualTo("room again");
    }
  }

  @Test
  void anErrorIsAnAnswerUnderBothIdsToo() {
    try (RawSocket socket = RawSocket.open(node.port())) {
      // Given
      JsonObject request = request("first", "no such skill", new JsonObject());
      envelope(request).put("requires_ack", true);
      socket.send(request);
      socket.next(3);

      // When
      socket.send(request.copy().put("id", "second"));
      List<JsonObject> messages = socket.next(4);

      // Then
      assertThat(messages.subList(1, 3))
          .extracting(message -> message.getString("id"))
          .containsExactly("second", "first");
      assertThat(messages.subList(1, 3)).extracting(SocketMessages::errorCode).containsOnly(-32012);
      assertThat(messages.get(3).encode()).contains("rejected");
    }
  }

  @Test
  void aSlowReaderHoldsTheSkillBackAndGetsEverything() {
    // Given
    int chunks = 4_000;
    JsonObject input = new JsonObject().put("chunks", chunks).put("size", 4_000);
    try (RawSocket socket = RawSocket.openNarrow(node.port())) {
      socket.send(streamed("slow", "stream", input));
      socket.next();

      // When
      TestPlatform.await(() -> isStill(agent.written::get));
      int heldBackAt = agent.written.get();
      List<JsonObject> rest = socket.next(chunks);

      // Then
      assertThat(heldBackAt).isLessThan(3_000);
      assertThat(rest.subList(0, chunks - 1))
          .extracting(CrowdedSocketTest::number)
          .containsExactlyElementsOf(IntStream.range(1, chunks).boxed().toList());
    }
  }

  @Test
  void requestsWaitUntilAnswersAreTakenAndNoneIsLost() throws Exception {
    // Given
    node.close();
    node = TestNode.with().websocket(STALE_SOON).start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
    int requests = 600;
    JsonObject input = new JsonObject().put("size", 30_000).put("padding", "y".repeat(30_000));
    try (RawSocket socket = RawSocket.openNarrow(node.port())) {
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(() -> sendWhatIsTaken(socket, requests, input));

      // When
      long since = System.nanoTime();
      TestPlatform.await(
          () ->
              isStill(agent.runs::get)
                  && System.nanoTime() - since > STALE_SOON.stale().multipliedBy(2).toNanos());
      int heldBackAt = agent.runs.get();
      List<JsonObject> answers = socket.next(requests);

      // Then
      assertThat(heldBackAt).isLessThan(requests);
      assertThat(answers)
          .allMatch(message -> message.containsKey("result"))
          .extracting(message -> message.getInteger("id"))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, requests).boxed().toList());
      sent.get(10, TimeUnit.SECONDS);
    }
  }

  private void sendWhatIsTaken(RawSocket socket, int requests, JsonObject input) {
    for (int number = 0; number < requests; number++) {
      int before = number;
      TestPlatform.await(() -> agent.runs.get() > before - MAX_AHEAD);
      socket.send(request(number, "inflate", input));
    }
  }

  private static boolean isStill(IntSupplier number) {
    int before = number.getAsInt();
    java.util.concurrent.locks.LockSupport.parkNanos(STILL_NANOS);
    return before > 1 && number.getAsInt() == before;
  }

  private static int number(JsonObject message) {
    return Integer.parseInt(
        answer(message).getJsonObject("payload").getString("chunk").split(";")[0]);
  }

  @Test
  void whoNeverReadsItsAnswersIsClosed() {
    // Given
    JsonObject input = new JsonObject().put("size", 1_000_000).put("gated", true);
    try (RawSocket socket = RawSocket.openNarrow(node.port())) {
      IntStream.range(0, 40).forEach(number -> socket.send(request(number, "inflate", input)));
      TestPlatform.await(() -> agent.gate.size() == 40);

      // When
      agent.gate.open();
      TestPlatform.await(() -> node.websocket().connections() == 0);

      // Then
      RawSocket.Received close = socket.awaitClose();
      assertThat(close.closeCode()).isEqualTo(1013);
      assertThat(close.closeReason()).contains("try again later");
    }
  }
}
