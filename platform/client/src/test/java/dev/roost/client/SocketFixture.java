package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Envelope;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A peer that speaks WebSocket, and a client that connects again soon and makes one attempt for
 * each call, so that what it does over its connections is seen. Nothing may be thrown that nobody
 * takes.
 */
abstract class SocketFixture {
  static final Duration LONG = Duration.ofSeconds(20);
  static final Duration SHORT = Duration.ofMillis(50);
  static final RetryPolicy SOON =
      WebSocketSettings.forEver(Duration.ofMillis(1), Duration.ofMillis(20));

  final Vertx vertx = Vertx.vertx();
  final List<Throwable> thrown = new CopyOnWriteArrayList<>();
  final List<Envelope> unasked = new CopyOnWriteArrayList<>();
  private final List<AsapClient> clients = new CopyOnWriteArrayList<>();
  TestingSockets peer;
  AsapClient client;

  @BeforeEach
  void start() {
    vertx.exceptionHandler(thrown::add);
    peer = TestingSockets.start(vertx);
    client = client(builder -> builder);
  }

  @AfterEach
  void stop() {
    clients.forEach(one -> Outcomes.get(one.close()));
    Outcomes.get(vertx.close());
    assertThat(thrown).isEmpty();
  }

  /** A client that is otherwise. */
  AsapClient client(UnaryOperator<AsapClientBuilder> otherwise) {
    return client(peer.url(), otherwise);
  }

  AsapClient client(String url, UnaryOperator<AsapClientBuilder> otherwise) {
    AsapClient made =
        otherwise
            .apply(
                AsapClient.builder(url)
                    .vertx(vertx)
                    .transport(WebSocketTransportProvider.NAME)
                    .webSocket(sockets())
                    .settings(within(LONG, LONG))
                    .onMessage(unasked::add))
            .build();
    clients.add(made);
    return made;
  }

  /** The usual settings, but that connections are opened again at once. */
  static WebSocketSettings sockets() {
    return WebSocketSettings.DEFAULTS.withReconnect(SOON);
  }

  static WebSocketSettings sockets(int connections, int window, int maxCalls) {
    WebSocketSettings usual = sockets();
    return new WebSocketSettings(
        connections,
        window,
        maxCalls,
        usual.messagesPerSecond(),
        usual.heartbeat(),
        usual.idle(),
        usual.ack(),
        usual.reconnect());
  }

  static WebSocketSettings times(Duration heartbeat, Duration idle, Duration ack) {
    WebSocketSettings usual = sockets();
    return new WebSocketSettings(
        usual.connections(),
        usual.window(),
        usual.maxCalls(),
        usual.messagesPerSecond(),
        heartbeat,
        idle,
        ack,
        usual.reconnect());
  }

  /** Each call is one attempt. */
  static ClientSettings within(Duration timeout, Duration quiet) {
    return within(timeout, quiet, ClientSettings.DEFAULTS.maxAnswerBytes());
  }

  static ClientSettings within(Duration timeout, Duration quiet, int maxAnswerBytes) {
    ClientSettings usual = ClientSettings.DEFAULTS;
    return new ClientSettings(
        timeout,
        quiet,
        maxAnswerBytes,
        usual.maxBatch(),
        usual.compression(),
        RetryPolicy.NEVER,
        new RetryPolicy(10, Duration.ofMillis(1), Duration.ofMillis(20), LONG, true),
        CircuitPolicy.OFF);
  }
}
