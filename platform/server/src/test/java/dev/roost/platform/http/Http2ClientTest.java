package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client library of the usual kind, which chooses the version of HTTP itself. */
class Http2ClientTest {
  @TempDir private Path folder;

  @Test
  void manyRequestsAtATimeAreAnswered() throws Exception {
    // Given
    try (TestNode node = TestNode.with().tls(TestCertificate.create().writeTo(folder)).start()) {
      HttpClient client = HttpClient.newBuilder().sslContext(Trust.everybody()).build();
      URI uri = URI.create("https://localhost:" + node.binding().actualPort() + "/asap");
      String body = " ".repeat(90_000) + Requests.echo();
      HttpRequest request =
          HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build();

      // When
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 90; i++) {
        answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
      }

      // Then
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        HttpResponse<String> response = answer.get(20, TimeUnit.SECONDS);
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.body()).contains("\"result\"");
      }
    }
  }
}
