package dev.roost.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(30)
class DeafSocketsTest {
  private final BlockingQueue<JsonObject> heard = new ArrayBlockingQueue<>(1_000);

  @Test
  void theyAskForAStreamFirstAndThenForEchoes(Vertx vertx) throws Exception {
    // Given
    int port = server(vertx);

    // When
    JsonObject first;
    JsonObject second;
    try (DeafSockets sockets = new DeafSockets(port, 1)) {
      first = heard.poll(10, TimeUnit.SECONDS);
      second = heard.poll(10, TimeUnit.SECONDS);
      assertThat(sockets.cutOff()).isZero();
    }

    // Then
    assertThat(skill(first)).isEqualTo("talk");
    assertThat(skill(second)).isEqualTo("echo");
    assertThat(second.encode()).hasSizeGreaterThan(16 * 1_024);
  }

  @Test
  void oneThatIsCutOffBeginsAgain(Vertx vertx) throws Exception {
    // Given
    AtomicInteger opened = new AtomicInteger();
    int port =
        listen(
            vertx
                .createHttpServer(new HttpServerOptions().setWebSocketClosingTimeout(1))
                .webSocketHandler(
                    socket -> {
                      if (opened.incrementAndGet() == 1) {
                        socket.close();
                      } else {
                        socket.textMessageHandler(text -> heard.offer(new JsonObject(text)));
                      }
                    }));

    // When
    JsonObject first;
    try (DeafSockets sockets = new DeafSockets(port, 1)) {
      first = heard.poll(20, TimeUnit.SECONDS);
      assertThat(sockets.cutOff()).isEqualTo(1);
    }

    // Then
    assertThat(skill(first)).isEqualTo("talk");
  }

  private static String skill(JsonObject request) {
    return request
        .getJsonObject("params")
        .getJsonObject("envelope")
        .getJsonObject("payload")
        .getString("skill_id");
  }

  private int server(Vertx vertx) throws Exception {
    return listen(
        vertx
            .createHttpServer()
            .webSocketHandler(
                socket -> socket.textMessageHandler(text -> heard.offer(new JsonObject(text)))));
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
