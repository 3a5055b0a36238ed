package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of a task's chunks and WebSockets where the port speaks TLS. */
class Http2StreamTest {
  private static final int LIMIT_MILLIS = 1_000;
  private static final int CANCEL = 8;

  @TempDir private Path folder;
  private final BusyAgent agent = new BusyAgent();
  private TestNode node;
  private Peer peer;

  @BeforeEach
  void start() {
    node =
        TestNode.with()
            .tls(TestCertificate.create().writeTo(folder))
            .phases(10_000, LIMIT_MILLIS, LIMIT_MILLIS)
            .patience(Duration.ofMillis(200), Duration.ofMillis(400))
            .start();
    node.add(agent.spec(), ThreadingModel.EVENT_LOOP);
    peer = Peer.of(node);
  }

  @AfterEach
  void stop() {
    agent.gate.open();
    node.close();
  }

  private Http2Wire stream(Http2Wire wire, int id, String skill, JsonObject input) {
    return wire.begin(id, Http2Wire.line("POST", "/asap/stream"))
        .data(id, Requests.around(peer.request(skill, input)).encode(), true);
  }

  @Test
  void chunksComeAsTheSkillWritesThem() {
    try (Http2Wire wire = node.connect2()) {
      // When
      stream(wire, 1, "stream", new JsonObject().put("chunks", 2));

      // Then
      Wire.Answer answer = wire.read(1);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
      assertThat(answer.headers()).doesNotContainKeys("connection", "transfer-encoding");
      assertThat(answer.text().lines().filter(line -> line.startsWith("data: "))).hasSize(3);
      assertThat(answer.text()).contains("\"final\":true");
    }
  }

  @Test
  void aQuietStreamOutlastsEveryLimitBesideOtherRequests() {
    try (Http2Wire wire = node.connect2()) {
      // Given
      stream(wire, 1, "flood", new JsonObject().put("chunks", 1));
      wire.readHead(1);

      // When
      wire.isClosedWithin(4 * LIMIT_MILLIS);

      // Then
      assertThat(wire.post(3, Requests.echo()).read(3).status()).isEqualTo(200);
      agent.gate.open();
      assertThat(wire.read(1).text()).contains("\"final\":true");
    }
  }

  @Test
  void aStreamThatIsNotTakenIsCut() {
    try (Http2Wire wire = node.connect2().withoutTaking()) {
      // When
      stream(wire, 1, "stream", new JsonObject().put("chunks", 300).put("size", 1_000));

      // Then
      assertThat(wire.readReset(1)).isEqualTo(CANCEL);
      TestPlatform.await(() -> node.tasks().size() == 0);
      assertThat(node.binding().bodyBudget().held()).isZero();
    }
  }

  @Test
  void aSlowReaderGetsEverything() {
    try (Http2Wire wire = node.connect2().withoutTaking()) {
      // Given
      stream(wire, 1, "stream", new JsonObject().put("chunks", 300).put("size", 1_000));

      // When
      for (int i = 0; i < 10; i++) {
        wire.isClosedWithin(200);
        wire.makeRoom(0, 10_000).makeRoom(1, 10_000);
      }
      int taken = wire.received(1);

      wire.makeRoom(0, 10_000_000).makeRoom(1, 10_000_000);

      // Then
      assertThat(taken).isLessThan(200_000);
      assertThat(wire.read(1).text().lines().filter(line -> line.startsWith("data: ")))
          .hasSize(301);
    }
  }

  @Test
  void aClientThatTakesItsRequestBackEndsTheTask() {
    try (Http2Wire wire = node.connect2()) {
      // Given
      stream(wire, 1, "obey", new JsonObject());
      wire.readHead(1);

      // When
      wire.reset(1, CANCEL);

      // Then
      TestPlatform.await(() -> agent.cancelled.size() == 1);
      TestPlatform.await(() -> node.tasks().size() == 0);
      assertThat(wire.post(3, Requests.echo()).read(3).status()).isEqualTo(200);
    }
  }

  @Test
  void aWebSocketIsOpenedByTls() throws Exception {
    // Given
    CompletableFuture<String> answer = new CompletableFuture<>();
    HttpClient client = HttpClient.newBuilder().sslContext(Trust.everybody()).build();
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("wss://localhost:" + node.port() + "/asap/ws"), new Listener(answer))
            .get(20, TimeUnit.SECONDS);

    // When
    socket.sendText(Requests.echo(), true).get(20, TimeUnit.SECONDS);

    // Then
    assertThat(answer.get(20, TimeUnit.SECONDS)).contains("req-1", "\"echoed\"");
    TimeUnit.MILLISECONDS.sleep(3 * LIMIT_MILLIS);
    assertThat(node.openConnections()).isEqualTo(1);
    socket.abort();
    TestPlatform.await(() -> node.openConnections() == 0);
  }

  /** Keeps the first answer. */
  private record Listener(CompletableFuture<String> answer) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      if (text.toString().contains("\"result\"")) {
        answer.complete(text.toString());
      }
      return WebSocket.Listener.super.onText(socket, text, last);
    }
  }

  @Test
  void aWebSocketIsNotOpenedOverHttp2() {
    try (Http2Wire wire = node.connect2()) {
      // When
      Wire.Answer answer = wire.get(1, "/asap/ws").read(1);

      // Then
      assertThat(answer.status()).isEqualTo(426);
      assertThat(answer.headers()).doesNotContainKey("upgrade");
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("WebSocket");
    }
  }
}
