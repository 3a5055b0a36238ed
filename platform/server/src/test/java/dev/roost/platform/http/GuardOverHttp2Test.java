package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.auth.oauth2.IssuerConfig.Profile;
import dev.roost.platform.auth.oauth2.TestingIssuers;
import dev.roost.platform.auth.oauth2.TestingProvider;
import dev.roost.platform.auth.oauth2.TestingTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers who are looked up while their bodies arrive, many on one connection. */
class GuardOverHttp2Test {
  @TempDir private Path folder;

  private static AuthConfig auth(TestingProvider provider) {
    return new AuthConfig(
        AuthConfig.Mode.OAUTH2,
        AuthConfig.RequireTimestamp.NEVER,
        AuthConfig.NonceRule.OFF,
        List.of(),
        List.of(TestingIssuers.of(provider.issuer(), Profile.STRICT)));
  }

  @Test
  void bodiesWaitUntilTheirCallerIsKnown() throws Exception {
    // Given
    try (TestingProvider provider = new TestingProvider();
        TestNode node =
            TestNode.with()
                .auth(auth(provider))
                .tls(TestCertificate.create().writeTo(folder))
                .start()) {
      HttpClient client = HttpClient.newBuilder().sslContext(Trust.everybody()).build();
      URI uri = URI.create("https://localhost:" + node.port() + "/asap");
      TestingTokens tokens = new TestingTokens(provider.issuer(), Instant.now());
      String body = " ".repeat(90_000) + Requests.echo();

      // When
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 90; i++) {
        String id = "id-" + i;
        String audience = i % 3 == 0 ? "other" : TestingTokens.AUDIENCE;
        String token = tokens.claiming(all -> all.put("jti", id).put("aud", audience));
        HttpRequest request =
            HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
      }

      // Then
      for (int i = 0; i < answers.size(); i++) {
        HttpResponse<String> response = answers.get(i).get(20, TimeUnit.SECONDS);
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(i % 3 == 0 ? 401 : 200);
        assertThat(response.body()).contains(i % 3 == 0 ? "detail" : "\"result\"");
      }
    }
  }
}
