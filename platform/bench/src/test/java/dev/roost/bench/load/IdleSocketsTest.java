package dev.roost.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.junit5.VertxExtension;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real server that sends heartbeats, or not. */
@ExtendWith(VertxExtension.class)
@Timeout(30)
class IdleSocketsTest {
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final String HEARTBEAT = "{\"type\":\"ping\"}";

  private final Queue<String> heard = new ConcurrentLinkedQueue<>();

  @Test
  void heartbeatsAreCountedAndAnswered(Vertx vertx) throws Exception {
    // Given
    int port =
        server(
            vertx,
            socket -> {
              socket.textMessageHandler(heard::add);
              socket.pongHandler(pong -> heard.add("pong frame"));
              socket.writeTextMessage(HEARTBEAT);
              socket.writePing(Buffer.buffer("a"));
            });

    // When
    long beats;
    try (IdleSockets sockets = new IdleSockets(port, 3)) {
      holdUntil(sockets, () -> heard.size() == 6);
      beats = sockets.beats();
    }

    // Then
    assertThat(beats).isEqualTo(3);
    assertThat(heard).hasSize(6).contains("{\"type\":\"pong\"}", "pong frame");
  }

  @Test
  void heartbeatsThatDoNotComeAreMissed(Vertx vertx) throws Exception {
    // Given
    int port = server(vertx, socket -> {});

    // When
    long missed;
    try (IdleSockets sockets = new IdleSockets(port, 3)) {
      holdUntil(sockets, () -> sockets.missed(1) > 0);
      missed = sockets.missed(1);
    }

    // Then
    assertThat(missed).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "30, 0, 0", "31, 0, 1", "31, 1, 0", "180, 5, 0", "181, 5, 1", "60, 9, 0"})
  void theLastMayBeASecondLate(long ageSeconds, long beats, long missed) {
    assertThat(
            IdleSocket.missed(
                TimeUnit.SECONDS.toNanos(ageSeconds), TimeUnit.SECONDS.toNanos(30), beats))
        .isEqualTo(missed);
  }

  @Test
  void aConnectionThatTheServerEndsIsCounted(Vertx vertx) throws Exception {
    // Given
    Queue<ServerWebSocket> open = new ConcurrentLinkedQueue<>();
    int port = server(vertx, open::add);

    // When
    long closed;
    try (IdleSockets sockets = new IdleSockets(port, 3)) {
      holdUntil(sockets, () -> open.size() == 3);
      open.forEach(socket -> socket.close((short) 1001));
      holdUntil(sockets, () -> sockets.closed() == 3);
      closed = sockets.closed();
    }

    // Then
    assertThat(closed).isEqualTo(3);
  }

  private static void holdUntil(IdleSockets sockets, BooleanSupplier reached) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!reached.getAsBoolean() && System.nanoTime() < end) {
      sockets.hold(SHORT_NANOS);
    }
  }

  private static int server(Vertx vertx, Consumer<ServerWebSocket> conversation) throws Exception {
    HttpServer server = vertx.createHttpServer().webSocketHandler(conversation::accept);
    return server
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .actualPort();
  }
}
