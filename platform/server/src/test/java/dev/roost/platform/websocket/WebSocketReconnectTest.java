package dev.roost.platform.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.auth.AuthConfig.Mode;
import dev.roost.platform.auth.AuthConfig.NonceRule;
import dev.roost.platform.auth.AuthConfig.RequireTimestamp;
import dev.roost.platform.http.BusyAgent;
import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a result in chunks when the connection ends over which it comes. */
class WebSocketReconnectTest {
  private static final int CHUNKS = 3_000;

  private final BusyAgent agent = new BusyAgent();
  private TestNode node;

  @AfterEach
  void stop() {
    node.close();
  }

  private void start(Duration reconnect) {
    start(reconnect, TestNode.with());
  }

  private void start(Duration reconnect, TestNode.Builder wanted) {
    WebSocketConfig config =
        new WebSocketConfig(
            OptionalInt.empty(),
            64 * 1024,
            Duration.ofSeconds(30),
            Duration.ofSeconds(90),
            reconnect,
            10,
            Set.of());
    node = wanted.websocket(config).start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
  }

  private static JsonObject request(String skill) {
    JsonObject envelope =
        Requests.envelope(BusyAgent.URN, skill)
            .put("id", UUID.randomUUID().toString())
            .put("requires_ack", true);
    envelope
        .getJsonObject("payload")
        .put("input", new JsonObject().put("chunks", CHUNKS).put("size", 500));
    return Requests.around(envelope).put("id", skill);
  }

  private static JsonObject nextChunk(RawSocket socket) {
    while (true) {
      JsonObject message = socket.next();
      if (message.containsKey("result")) {
        return message.getJsonObject("result").getJsonObject("envelope");
      }
    }
  }

  private static int number(JsonObject chunk) {
    return Integer.parseInt(chunk.getJsonObject("payload").getString("chunk").split(";")[0]);
  }

  @Test
  void whoComesBackAsksForTheRest() {
    // Given
    start(Duration.ofSeconds(20));
    JsonObject request = request("stream");
    List<JsonObject> chunks = new ArrayList<>();
    try (RawSocket broken = RawSocket.open(node.port())) {
      broken.send(request);
      IntStream.range(0, CHUNKS / 2).forEach(i -> chunks.add(nextChunk(broken)));
    }
    long last = chunks.get(CHUNKS / 2 - 1).getJsonObject("extensions").getLong("sequence");
    request.getJsonObject("params").put("from", last);

    // When
    try (RawSocket socket = RawSocket.open(node.port())) {
      socket.send(request);
      IntStream.rangeClosed(CHUNKS / 2, CHUNKS).forEach(i -> chunks.add(nextChunk(socket)));
    }

    // Then
    assertThat(chunks.subList(0, CHUNKS))
        .extracting(WebSocketReconnectTest::number)
        .containsExactlyElementsOf(IntStream.range(0, CHUNKS).boxed().toList());
    assertThat(chunks.get(CHUNKS).getJsonObject("payload"))
        .isEqualTo(new JsonObject().put("chunk", "").put("final", true).put("status", "completed"));
    assertThat(agent.written).hasValue(CHUNKS);
  }

  @Test
  void whoAsksForTheRestOfATaskThatHasEndedGetsIt() {
    // Given
    start(Duration.ofSeconds(20));
    JsonObject request = request("stream");
    request
        .getJsonObject("params")
        .getJsonObject("envelope")
        .getJsonObject("payload")
        .put("input", new JsonObject());
    try (RawSocket socket = RawSocket.open(node.port())) {
      socket.send(request);
      IntStream.range(0, 4).forEach(i -> nextChunk(socket));

      // When
      request.getJsonObject("params").put("from", 4);
      socket.send(request);
      JsonObject chunk = nextChunk(socket);

      // Then
      assertThat(number(chunk)).isEqualTo(2);
      assertThat(nextChunk(socket).getJsonObject("payload").getString("chunk")).isEmpty();
    }
  }

  @Test
  void aMessageThatIsSentAgainMayHaveItsNonceAgain() {
    // Given
    AuthConfig nonces =
        new AuthConfig(Mode.NONE, RequireTimestamp.AUTO, NonceRule.REQUIRED, List.of());
    start(Duration.ofSeconds(20), TestNode.with().auth(nonces));
    JsonObject request = request("stream");
    JsonObject envelope = request.getJsonObject("params").getJsonObject("envelope");
    envelope.put("extensions", new JsonObject().put("nonce", "n"));
    envelope.getJsonObject("payload").put("config", new JsonObject().put("streaming", false));
    try (RawSocket broken = RawSocket.open(node.port())) {
      broken.send(request);
      nextChunk(broken);
    }

    // When
    try (RawSocket socket = RawSocket.open(node.port())) {
      socket.send(request);

      // Then
      assertThat(nextChunk(socket).getJsonObject("payload").getString("status"))
          .isEqualTo("completed");
      assertThat(agent.written).hasValue(CHUNKS);
    }
  }

  @Test
  void whoSaysGoodbyeIsNotWaitedFor() {
    // Given
    start(Duration.ofHours(1));
    try (RawSocket socket = RawSocket.open(node.port())) {
      socket.send(request("obey"));
      TestPlatform.await(() -> node.liveTasks() == 1);

      // When
      socket.send(RawSocket.CLOSE, true, new byte[] {3, (byte) 0xE8});

      // Then
      TestPlatform.await(() -> agent.cancelled.size() == 1);
    }
  }

  @Test
  void whoDoesNotComeBackIsNotWaitedForForEver() {
    // Given
    start(Duration.ofMillis(50));
    RawSocket broken = RawSocket.open(node.port());
    broken.send(request("obey"));
    TestPlatform.await(() -> node.liveTasks() == 1);

    // When
    broken.close();

    // Then
    TestPlatform.await(() -> agent.cancelled.size() == 1);
  }
}
