package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.launcher.StartFailure;
import dev.roost.launcher.config.ConfigLoader;
import dev.roost.launcher.config.PlatformConfig;
import dev.roost.platform.http.TestCertificate;
import dev.roost.platform.http.Trust;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole platform whose main port speaks TLS. */
class TlsPlatformTest {
  private static final String[] TLS = {
    "http.tls.certificate=conf/certificate.pem", "http.tls.key=conf/key.pem"
  };

  @TempDir private Path home;

  @Test
  void anAgentAnswersByHttp2AndTheStatusSaysHttps() throws Exception {
    // Given
    TestCertificate.create().writeTo(Files.createDirectories(home.resolve("conf")));
    HttpClient client = HttpClient.newBuilder().sslContext(Trust.everybody()).build();
    String body = RunningPlatform.request(new JsonObject().put("message", "hi")).encode();
    try (RunningPlatform running = RunningPlatform.start(home, TLS)) {

      // When
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(running.messages())
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      // Then
      assertThat(running.messages().getScheme()).isEqualTo("https");
      assertThat(running.platform().status().toJson().getString("messages"))
          .isEqualTo(running.messages().toString())
          .startsWith("https://127.0.0.1:");
      assertThat(running.platform().status().management().getScheme()).isEqualTo("http");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).contains("\"message\":\"hi\"");
    }
  }

  @Test
  void aCertificateThatIsNotThereIsToldByNameOfTheSetting() {
    // Given
    PlatformConfig config =
        new ConfigLoader(home, Map.of())
            .load(Optional.empty(), List.of("http.port=0", "management.port=0", TLS[0], TLS[1]));

    // When / Then
    assertThatThrownBy(() -> RunningPlatform.startWithWhatIsThere(home, TLS))
        .isInstanceOf(ExecutionException.class)
        .satisfies(
            failure ->
                assertThat(StartFailure.explain(failure.getCause(), config))
                    .hasMessageContaining(
                        "http.tls.certificate: there is no file "
                            + home.resolve("conf/certificate.pem")));
  }
}
