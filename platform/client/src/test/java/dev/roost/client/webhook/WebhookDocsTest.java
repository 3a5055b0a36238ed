package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.Outcomes;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users are told is so. */
class WebhookDocsTest {
  private static final WebhookSecret SECRET = WebhookSecret.generate();
  private static final byte[] BODY =
      Vectors.bytes(new WebhookEvent("task.completed", Instant.EPOCH, new JsonObject()).write());

  @TempDir private Path folder;

  @Test
  void theExampleIsSignedAndInTheOneForm() throws Exception {
    // Given
    String[] example = WebhookDocs.block("http").split("\n\n", 2);
    byte[] body = Vectors.bytes(example[1].strip());
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    example[0]
        .lines()
        .skip(1)
        .map(line -> line.split(": ", 2))
        .forEach(h -> headers.add(h[0], h[1]));
    WebhookSecret secret = WebhookSecret.parse(Vectors.OUR_SECRET);
    WebhookVerifierBuilder builder =
        WebhookVerifier.builder()
            .clock(Clock.fixed(Vectors.OUR_TIME, ZoneOffset.UTC))
            .secret(secret);

    // When
    WebhookEvent event = builder.build().verify(headers, body);

    // Then
    assertThat(Vectors.bytes(event.write())).isEqualTo(body);
    assertThat(
            WebhookSigner.of(List.of(secret))
                .headers(headers.get("webhook-id"), Vectors.OUR_TIME, body)
                .get("X-ASAP-Signature"))
        .isEqualTo(headers.get("X-ASAP-Signature"));
  }

  @Test
  void theProgramInJavaReceives() throws Exception {
    // Given
    Path source = folder.resolve("Receiver.java");
    Files.writeString(source, WebhookDocs.block("java"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(java, "-Dport=0", "-cp", System.getProperty("java.class.path"), source.toString());
    try (RunningReceiver receiver = RunningReceiver.start(folder, SECRET.reveal(), command)) {

      // When
      List<Integer> answers = receiver.answers(SECRET, BODY);

      // Then
      assertThat(answers).containsExactly(204, 204, 401);
      Outcomes.await(() -> receiver.said().contains("received task.completed"));
      assertThat(receiver.said()).containsOnlyOnce("received task.completed");
    }
  }
}
