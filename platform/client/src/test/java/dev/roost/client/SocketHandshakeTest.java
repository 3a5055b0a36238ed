package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Envelope;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections come about, or do not. */
class SocketHandshakeTest extends SocketFixture {
  private static TestingSockets.Door refusing(int status, String... headers) {
    return request -> {
      for (int i = 0; i < headers.length; i += 2) {
        request.response().putHeader(headers[i], headers[i + 1]);
      }
      request
          .response()
          .setStatusCode(status)
          .putHeader("Content-Type", "application/json")
          .end(new JsonObject().put("detail", "not now").encode());
    };
  }

  private static void silent(HttpServerRequest request) {}

  private AsapClient trying(int attempts, Duration max) {
    RetryPolicy policy = new RetryPolicy(attempts, Duration.ofMillis(1), max, LONG, true);
    return client(builder -> builder.webSocket(sockets().withReconnect(policy)));
  }

  /** Where nobody listens. */
  private String nowhere() {
    NetServer server = vertx.createNetServer().connectHandler(socket -> {});
    Outcomes.get(server.listen(0, "127.0.0.1"));
    Outcomes.get(server.close());
    return "http://127.0.0.1:" + server.actualPort();
  }

  @Test
  void theHandshakeIsThatOfTheStandard() {
    // Given
    AsapClient client =
        client(peer.url() + "/agents/x.y/", builder -> builder.token(Secret.of("abc")));

    // When
    Outcomes.get(client.send(TestingAgent.request()));

    // Then
    HttpServerRequest handshake = peer.requests().get(0);
    assertThat(handshake.method().name()).isEqualTo("GET");
    assertThat(handshake.uri()).isEqualTo("/agents/x.y/asap/ws");
    assertThat(handshake.getHeader("Host")).isEqualTo("127.0.0.1:" + peer.port());
    assertThat(handshake.getHeader("Upgrade")).isEqualTo("websocket");
    assertThat(handshake.getHeader("Connection")).isEqualTo("Upgrade");
    assertThat(handshake.getHeader("Sec-WebSocket-Version")).isEqualTo("13");
    assertThat(handshake.getHeader("Sec-WebSocket-Key")).hasSize(24);
    assertThat(handshake.getHeader("Authorization")).isEqualTo("Bearer abc");
    assertThat(handshake.headers().contains("Sec-WebSocket-Extensions")).isFalse();
    assertThat(handshake.headers().contains("Origin")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 403, 404, 426})
  void aRefusalIsToldAtOnce(int status) {
    // Given
    peer.first(refusing(status));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.fate()).isEqualTo(Fate.ANSWERED);
    assertThat(failure).hasMessageContaining("not now");
    assertThat(peer.requests()).hasSize(1);
  }

  @Test
  void aPageWithoutEndIsNotReadToIt() {
    // Given
    peer.first(
        request ->
            request.response().setStatusCode(403).setChunked(true).write("x".repeat(100_000)));

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(failure)
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining("longer than 65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void whoHasNoTimeIsAskedAgain(int status) {
    // Given
    peer.first(refusing(status), refusing(status, "Retry-After", "0"));

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
    assertThat(peer.requests()).hasSize(3);
  }

  @Test
  void whoNamesTooLongATimeIsLeft() {
    // Given
    AsapClient client = trying(5, Duration.ofSeconds(2));
    peer.first(refusing(503, "Retry-After", "3"));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
    assertThat(peer.requests()).hasSize(1);
  }

  @Test
  void afterSoManyAttemptsThereIsNoOther() {
    // Given
    AsapClient client = trying(3, SHORT);
    peer.first(refusing(503), refusing(502), refusing(503), refusing(500));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.status()).isEqualTo(503);
    assertThat(peer.requests()).hasSize(3);
    assertThat(Outcomes.get(client.send(TestingAgent.request())).sender())
        .as("the next call begins anew")
        .isEqualTo(TestingAgent.URN);
    assertThat(peer.requests()).hasSize(5);
  }

  @Test
  void whereNobodyIsACallFailsWithTheReasonOfTheLastAttempt() {
    // Given
    AsapClient client =
        client(nowhere(), builder -> builder.settings(within(Duration.ofMillis(200), LONG)));

    // When
    ConnectionFailedException failure =
        Outcomes.failure(ConnectionFailedException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.fate()).isEqualTo(Fate.NOT_TAKEN);
    assertThat(failure).hasMessageStartingWith("No connection to http://127.0.0.1:");
    assertThat(failure).hasRootCauseInstanceOf(ConnectException.class);
  }

  @Test
  void whoSaysNothingAtAllIsNotWaitedForLonger() {
    // Given
    AsapClient client = client(builder -> builder.settings(within(SHORT, LONG)));
    peer.first(SocketHandshakeTest::silent);

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(AnswerTimeoutException.class);
  }

  @Test
  void anOldReasonIsForgottenWhenThereIsAConnection() {
    // Given
    AsapClient client =
        client(
            builder ->
                builder
                    .webSocket(sockets(1, 1, 10))
                    .settings(within(Duration.ofMillis(300), LONG)));
    peer.first(refusing(503)).will(TestingSockets::silence);
    Future<Envelope> sent = client.send(TestingAgent.request());
    peer.socket(0).request(0);

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(AnswerTimeoutException.class);
    assertThat(Outcomes.failure(sent)).isInstanceOf(AnswerTimeoutException.class);
  }

  @Test
  void aWrongProofIsNoHandshake() {
    // Given
    TestingRawSockets raw = TestingRawSockets.start(vertx);
    raw.greets(key -> TestingRawSockets.switching(TestingRawSockets.accept("other")));
    AsapClient client = client(raw.url(), builder -> builder);

    // When
    InvalidAnswerException failure =
        Outcomes.failure(InvalidAnswerException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure).hasMessageContaining("Sec-WebSocket-Accept");
    raw.socket(0).ended();
    assertThat(raw.socket(0).frames(TestingRawSocket.TEXT)).isEmpty();
  }

  @Test
  void norIsNone() {
    // Given
    TestingRawSockets raw = TestingRawSockets.start(vertx);
    raw.greets(
        key ->
            Buffer.buffer("HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"));
    AsapClient client = client(raw.url(), builder -> builder);

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(InvalidAnswerException.class);
  }

  @Test
  void aTokenThatIsRefusedByStatusIsReplacedOnce() {
    // Given
    AtomicInteger refused = new AtomicInteger();
    TokenProvider tokens =
        new TokenProvider() {
          @Override
          public Future<Optional<Secret>> token(String baseUrl) {
            return Future.succeededFuture(Optional.of(Secret.of("t" + refused.get())));
          }

          @Override
          public boolean refused(String baseUrl, Secret token) {
            return refused.incrementAndGet() > 0;
          }
        };
    AsapClient client = client(builder -> builder.tokens(tokens));
    peer.first(refusing(401), refusing(401));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.status()).isEqualTo(401);
    assertThat(peer.requests())
        .extracting(request -> request.getHeader("Authorization"))
        .containsExactly("Bearer t0", "Bearer t1");
  }

  @Test
  void whoHasNoTokenConnectsNowhere() {
    // Given
    AsapClient client =
        client(builder -> builder.tokens(base -> Future.failedFuture("the provider is down")));

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(NoTokenException.class);
    assertThat(peer.connections()).isZero();
  }
}
