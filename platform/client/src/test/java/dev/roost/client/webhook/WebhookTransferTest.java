package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.Outcomes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** W3: the bytes that are signed are those that arrive. */
class WebhookTransferTest {
  private static final int COUNT = 1_000;
  private static final WebhookSecret SECRET = WebhookSecret.generate();

  private final Vertx vertx = Vertx.vertx();
  private final WebhookSigner signer = WebhookSigner.of(List.of(SECRET));
  private final WebhookVerifier verifier = WebhookVerifier.builder().secret(SECRET).build();
  private final List<WebhookEvent> received = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;

  @BeforeEach
  void start() {
    server =
        Outcomes.get(vertx.createHttpServer().requestHandler(this::receive).listen(0, "127.0.0.1"));
  }

  @AfterEach
  void stop() {
    Outcomes.get(vertx.close());
  }

  private void receive(HttpServerRequest request) {
    request
        .body()
        .map(body -> received.add(verifier.verify(request.headers(), body.getBytes())))
        .onComplete(done -> request.response().setStatusCode(done.succeeded() ? 204 : 401).end());
  }

  private int send(HttpClient client, String id, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/"))
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    signer.headers(id, Instant.now(), body).forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void whateverIsSentIsBelievedAndRead() throws Exception {
    // Given
    RandomMessages random = new RandomMessages(20_261_125);
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<WebhookEvent> sent = new ArrayList<>();
    long longest = 0;

    // When
    for (int i = 0; i < COUNT; i++) {
      WebhookEvent event = random.event();
      byte[] body = Vectors.bytes(event.write());
      sent.add(event);
      longest = Math.max(longest, body.length);
      assertThat(send(client, random.id(), body)).isEqualTo(204);
    }

    // Then
    assertThat(received).isEqualTo(sent).hasSize(COUNT);
    assertThat(longest).isGreaterThan(20 * 1024);
  }
}
