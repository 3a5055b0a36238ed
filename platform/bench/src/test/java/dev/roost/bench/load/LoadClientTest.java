package dev.roost.bench.load;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.bench.bare.BareVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.net.ProtocolException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against real servers. How fast they are is of no interest here. */
@ExtendWith(VertxExtension.class)
@Timeout(30)
class LoadClientTest {
  private static final long SHORT_NANOS = MILLISECONDS.toNanos(200);

  @ParameterizedTest
  @EnumSource
  void flatOutGetsAGoodAnswerToEveryRequest(Transport transport, Vertx vertx) throws Exception {
    // Given
    int port = bareServer(vertx);

    // When
    LoadResult result;
    double setUp;
    try (LoadClient client = new LoadClient(Traffic.of(transport), port, 8)) {
      setUp = client.slowestSetUpMillis();
      result = client.flatOut(SHORT_NANOS);
    }

    // Then
    assertThat(setUp).isPositive();
    assertThat(result.requests()).isGreaterThan(8);
    assertThat(result.percentileMillis(99)).isGreaterThanOrEqualTo(result.percentileMillis(50));
  }

  @ParameterizedTest
  @EnumSource
  void pacedSendsAsManyAsAreDue(Transport transport, Vertx vertx) throws Exception {
    // Given
    int port = bareServer(vertx);

    // When
    LoadResult result;
    try (LoadClient client = new LoadClient(Traffic.of(transport), port, 8)) {
      result = client.paced(200, SHORT_NANOS);
    }

    // Then
    assertThat(result.requests()).isEqualTo(40);
  }

  @Test
  void anAnswerToAnotherRequestIsAFault(Vertx vertx) throws Exception {
    // Given
    int port = server(vertx, 200, "{\"result\":{\"correlation_id\":\"another\"}}");

    // When / Then
    assertFault(port, "The answer to another request");
  }

  @Test
  void anErrorIsAFault(Vertx vertx) throws Exception {
    // Given
    int port = server(vertx, 200, "{\"error\":{}}");

    // When / Then
    assertFault(port, "Not a good answer");
  }

  @Test
  void anotherStatusIsAFault(Vertx vertx) throws Exception {
    // Given
    int port = server(vertx, 429, "{\"result\":{}}");

    // When / Then
    assertFault(port, "Not a good answer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"result\":{\"correlation_id\":\"another\"}} | The answer to another request",
        "{\"error\":{}} | Not a good answer"
      })
  void overWebSocketTheSameAreFaults(String text, String message, Vertx vertx) throws Exception {
    // Given
    HttpServer server =
        vertx
            .createHttpServer()
            .webSocketHandler(
                socket -> socket.textMessageHandler(any -> socket.writeTextMessage(text)));

    // When / Then
    assertFault(Transport.WEBSOCKET, listen(server), message);
  }

  @Test
  void heartbeatsAreNoAnswers(Vertx vertx) throws Exception {
    // Given
    HttpServer server =
        vertx
            .createHttpServer()
            .webSocketHandler(
                socket -> {
                  socket.writeTextMessage("{\"type\":\"ping\"}");
                  socket.writePing(Buffer.buffer());
                  socket.textMessageHandler(
                      text ->
                          socket
                              .writeTextMessage("{\"type\":\"ping\"}")
                              .eventually(() -> socket.close((short) 1001, "going away")));
                });

    // When / Then
    assertFault(Transport.WEBSOCKET, listen(server), "going away");
  }

  @Test
  void aRefusedUpgradeIsAFault(Vertx vertx) throws Exception {
    // Given
    int port = server(vertx, 503, "too many");

    // When / Then
    assertThatThrownBy(() -> new LoadClient(Traffic.WEBSOCKET, port, 1))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("503");
  }

  private static void assertFault(int port, String message) throws Exception {
    assertFault(Transport.HTTP, port, message);
  }

  private static void assertFault(Transport transport, int port, String message) throws Exception {
    try (LoadClient client = new LoadClient(Traffic.of(transport), port, 1)) {
      assertThatThrownBy(() -> client.flatOut(SHORT_NANOS))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining(message);
    }
  }

  private static int bareServer(Vertx vertx) throws Exception {
    int port = Ports.free();
    vertx
        .deployVerticle(new BareVerticle(port))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    return port;
  }

  private static int server(Vertx vertx, int status, String body) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().setStatusCode(status).end(body));
    return listen(server);
  }

  private static int listen(HttpServer server) throws Exception {
    return server
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .actualPort();
  }
}
