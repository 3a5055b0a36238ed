package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code POST /asap/stream}. */
class StreamTest {
  private final BusyAgent agent = new BusyAgent();
  private TestNode node;
  private Peer peer;

  @BeforeEach
  void start() {
    node = TestNode.with().patience(Duration.ofMillis(200), Duration.ofMillis(400)).start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
    peer = Peer.of(node);
  }

  @AfterEach
  void stop() {
    agent.gate.open();
    node.close();
  }

  @Test
  void chunksComeAsTheSkillWritesThem() {
    // Given
    JsonObject request = peer.request("stream", new JsonObject().put("chunks", 2));

    try (Wire wire = node.connect()) {
      // When
      Events stream = peer.stream(wire, request);
      List<Events.Event> chunks = stream.rest();

      // Then
      assertThat(stream.head().status()).isEqualTo(200);
      assertThat(stream.head().header("content-type"))
          .isEqualTo("text/event-stream; charset=utf-8");
      assertThat(stream.head().header("cache-control")).isEqualTo("no-cache");
      assertThat(stream.head().header("asap-version")).isEqualTo("2.2");
      assertThat(chunks).extracting(Events.Event::type).containsOnly("TaskStream");
      assertThat(chunks)
          .extracting(chunk -> chunk.envelope().getString("correlation_id"))
          .containsOnly(request.getString("id"));
      assertThat(chunks)
          .extracting(Events.Event::payload)
          .containsExactly(
              new JsonObject().put("chunk", "0;").put("final", false).put("status", "working"),
              new JsonObject().put("chunk", "1;").put("final", false).put("status", "working"),
              new JsonObject().put("chunk", "").put("final", true).put("status", "completed"));
      assertThat(chunks).extracting(Events.Event::sequence).containsExactly(3L, 4L, 5L);
      assertThat(chunks)
          .extracting(chunk -> chunk.extensions().getString("task_id"))
          .allSatisfy(id -> assertThat(id).startsWith("task_"));
    }
  }

  @Test
  void everyEventIsOneLineThatEndsWithLf() {
    // Given
    JsonObject request = peer.request("stream", new JsonObject().put("chunks", 1));

    try (Wire wire = node.connect()) {
      wire.request("POST", "/asap/stream", Requests.around(request).toBuffer().getBytes());
      wire.readHead();

      // When
      StringBuilder text = new StringBuilder();
      for (byte[] chunk = wire.chunk(); chunk.length > 0; chunk = wire.chunk()) {
        text.append(new String(chunk, StandardCharsets.UTF_8));
      }

      // Then
      assertThat(text.toString()).matches("(data: \\{[^\n\r]*\\}\n\n){2}");
    }
  }

  @Test
  void theConnectionServesOnAfterTheStream() {
    // Given
    try (Wire wire = node.connect()) {
      peer.stream(wire, peer.request("stream", new JsonObject())).rest();

      // When
      wire.post(Requests.echo());

      // Then
      assertThat(wire.read().status()).isEqualTo(200);
    }
  }

  @Test
  void aSkillThatDoesNotStreamAnswersInOneChunk() {
    // Given
    JsonObject request = peer.request("echo", new JsonObject().put("n", 1));
    request.put("recipient", TestNode.ECHO);

    try (Wire wire = node.connect()) {
      // When
      List<Events.Event> chunks = peer.stream(wire, request).rest();

      // Then
      assertThat(chunks)
          .extracting(Events.Event::payload)
          .containsExactly(
              new JsonObject()
                  .put("chunk", "{\"echoed\":{\"n\":1}}")
                  .put("final", true)
                  .put("status", "completed"));
    }
  }

  @Test
  void aFailureInTheMiddleIsTheLastChunk() {
    // Given
    JsonObject request = peer.request("break", new JsonObject());

    try (Wire wire = node.connect()) {
      // When
      List<Events.Event> chunks = peer.stream(wire, request).rest();

      // Then
      assertThat(chunks).hasSize(3);
      assertThat(chunks.get(2).payload())
          .isEqualTo(
              new JsonObject()
                  .put("chunk", "Internal error")
                  .put("final", true)
                  .put("status", "failed"));
      assertThat(chunks.get(2).extensions().getJsonObject("error").getInteger("code"))
          .isEqualTo(-32603);
      assertThat(chunks.get(2).envelope().encode()).doesNotContain("secret");
    }
  }

  @Test
  void progressArtifactsAndQuestionsAreChunksWithoutText() {
    // Given
    JsonObject request = peer.request("craft", new JsonObject());

    try (Wire wire = node.connect()) {
      // When
      List<Events.Event> chunks = peer.stream(wire, request).rest();

      // Then
      assertThat(chunks.get(0).payload().getDouble("progress")).isEqualTo(0.5);
      assertThat(chunks.get(1).extensions().getJsonObject("artifact"))
          .isEqualTo(new JsonObject().put("artifact_id", "art_1").put("name", "plan.txt"));
      assertThat(chunks.get(2).payload().getString("chunk")).isEqualTo("{\"artifact\":\"art_1\"}");
    }
  }

  @Test
  void aChunkCanSayHowFarItIs() {
    try (Wire wire = node.connect()) {
      // When
      Events.Event chunk =
          peer.stream(wire, peer.request("measure", new JsonObject())).next().orElseThrow();

      // Then
      assertThat(chunk.payload().getDouble("progress")).isEqualTo(0.5);
      assertThat(chunk.payload().getString("chunk")).isEqualTo("half");
    }
  }

  @Test
  void aQuestionIsAskedInTheStreamWhichGoesOnWithTheAnswer() {
    // Given
    JsonObject request = peer.request("ask", new JsonObject());

    try (Wire wire = node.connect()) {
      Events stream = peer.stream(wire, request);
      Events.Event question = stream.next().orElseThrow();

      // When
      peer.send(peer.input(question.extensions().getString("task_id"), "this"));

      // Then
      assertThat(question.payload().getString("status")).isEqualTo("input_required");
      assertThat(question.extensions().getJsonObject("input_request"))
          .isEqualTo(new JsonObject().put("question", "which?"));
      assertThat(stream.rest())
          .extracting(event -> event.payload().getString("status"))
          .containsExactly("completed");
    }
  }

  @Test
  void whatFailsBeforeTheTaskBeginsIsAnOrdinaryError() {
    // Given
    JsonObject request = peer.request("no such skill", new JsonObject());

    try (Wire wire = node.connect()) {
      // When
      wire.request("POST", "/asap/stream", Requests.around(request).toBuffer().getBytes());
      Wire.Answer answer = wire.read();

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-type")).isEqualTo("application/json");
      assertThat(answer.error().getInteger("code")).isEqualTo(-32012);
    }
  }

  @Test
  void onlyTaskRequestsAreStreamed() {
    // Given
    JsonObject cancel = peer.cancel("task_x");

    try (Wire wire = node.connect()) {
      // When
      wire.request("POST", "/asap/stream", Requests.around(cancel).toBuffer().getBytes());
      Wire.Answer answer = wire.read();

      // Then
      assertThat(answer.error().getInteger("code")).isEqualTo(-32012);
      assertThat(answer.error().getJsonObject("data").getString("error"))
          .isEqualTo("No streaming handler registered for payload type");
    }
  }

  @Test
  void aBatchIsNotStreamed() {
    try (Wire wire = node.connect()) {
      // When
      wire.request(
          "POST", "/asap/stream", ("[" + Requests.echo() + "]").getBytes(StandardCharsets.UTF_8));

      // Then
      assertThat(wire.read().error().getInteger("code")).isEqualTo(-32600);
    }
  }

  @Test
  void aSlowReaderHoldsTheSkillBackAndGetsEverything() {
    // Given
    JsonObject request =
        peer.request("stream", new JsonObject().put("chunks", 4_000).put("size", 1_000));

    try (Wire wire = Wire.narrow(node.binding().actualPort())) {
      Events stream = peer.stream(wire, request);
      stream.next();

      // When
      TestPlatform.await(() -> isStill(agent.written::get));
      int heldBackAt = agent.written.get();
      List<Events.Event> rest = stream.rest();

      // Then
      assertThat(heldBackAt).isLessThan(3_000);
      assertThat(rest).hasSize(4_000);
      List<String> numbers =
          rest.stream()
              .map(chunk -> chunk.payload().getString("chunk").split(";")[0])
              .limit(3_999)
              .toList();
      assertThat(numbers).isEqualTo(IntStream.range(1, 4_000).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  void theSkillIsHeldBackFromItsFirstChunk() {
    // Given
    JsonObject request =
        peer.request("stream", new JsonObject().put("chunks", 5_000).put("size", 1_000));

    try (Wire wire = node.connect()) {
      // When
      List<Events.Event> chunks = peer.stream(wire, request).rest();

      // Then
      assertThat(chunks).hasSize(5_001);
      assertThat(chunks.get(5_000).payload().getString("status")).isEqualTo("completed");
    }
  }

  /** Whether a number does not change for some looks. */
  private static boolean isStill(java.util.function.IntSupplier number) {
    int before = number.getAsInt();
    java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
    return before > 1 && number.getAsInt() == before;
  }

  @Test
  void aSkillThatDoesNotWaitLosesItsSlowReader() {
    // Given
    JsonObject request =
        peer.request("flood", new JsonObject().put("chunks", 5_000).put("size", 1_000));

    try (Wire wire = Wire.narrow(node.binding().actualPort())) {
      // When
      List<Events.Event> chunks = peer.stream(wire, request).rest();

      // Then
      Events.Event last = chunks.get(chunks.size() - 1);
      assertThat(last.payload().getBoolean("final")).isTrue();
      assertThat(last.payload().getString("status")).isEqualTo("failed");
      assertThat(last.extensions().getJsonObject("error").getInteger("code")).isEqualTo(-32040);
    }
  }

  @Test
  void aClientThatLeavesCancelsTheTask() {
    // Given
    Wire wire = node.connect();
    JsonObject request = peer.request("obey", new JsonObject());
    wire.request("POST", "/asap/stream", Requests.around(request).toBuffer().getBytes());
    wire.readHead();

    // When
    wire.close();

    // Then
    TestPlatform.await(() -> agent.cancelled.size() == 1);
    TestPlatform.await(() -> node.tasks().size() == 0);
  }
}
