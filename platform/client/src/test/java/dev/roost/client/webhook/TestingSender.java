package dev.roost.client.webhook;

import dev.roost.client.Outcomes;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Sends deliveries to a port of this machine, as they should be and as they should not. */
final class TestingSender {
  private static final long BETWEEN_BYTES_NANOS = 2_000_000;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final WebhookSigner signer;
  private final int port;

  TestingSender(WebhookSecret secret, int port) {
    this.signer = WebhookSigner.of(List.of(secret));
    this.port = port;
  }

  Map<String, String> headers(String id, byte[] body) {
    return signer.headers(id, Instant.now(), body);
  }

  Future<HttpResponse<String>> begin(
      String id, byte[] body, UnaryOperator<HttpRequest.Builder> by) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers(id, body).forEach(request::header);
    return Future.fromCompletionStage(
        http.sendAsync(by.apply(request).build(), HttpResponse.BodyHandlers.ofString()));
  }

  Future<HttpResponse<String>> begin(String id, byte[] body) {
    return begin(id, body, request -> request);
  }

  /** Sends it, for the status of the answer. */
  int send(String id, byte[] body) {
    return Outcomes.get(begin(id, body)).statusCode();
  }

  /** Sends so much of a request, for all that comes back until the end of the connection. */
  String raw(String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** Sends a body of a million bytes one by one, until there is an answer. */
  String drip() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      while (socket.getInputStream().available() == 0) {
        out.write(' ');
        LockSupport.parkNanos(BETWEEN_BYTES_NANOS);
      }
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
  }

  /** Sends half a request and goes. */
  void hangUp() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345"
                  .getBytes(StandardCharsets.US_ASCII));
    }
  }
}
