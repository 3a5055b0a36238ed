package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.roost.client.Outcomes;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users are told of other languages and of OpenSSL is so. */
@Tag("interop")
class ForeignWebhookDocsTest {
  private static final WebhookSecret SECRET = WebhookSecret.generate();

  @TempDir private Path folder;

  @Test
  void theProgramInJavaScriptReceives() throws Exception {
    // Given
    NodeWebhooks.install(folder);
    Files.writeString(folder.resolve("receiver.mjs"), WebhookDocs.block("js"));
    byte[] body =
        Vectors.bytes(new WebhookEvent("task.completed", Instant.EPOCH, new JsonObject()).write());
    try (RunningReceiver receiver =
        RunningReceiver.start(folder, SECRET.reveal(), List.of("node", "receiver.mjs"))) {

      // When
      List<Integer> answers = receiver.answers(SECRET, body);

      // Then
      assertThat(answers).containsExactly(204, 204, 401);
      Outcomes.await(() -> receiver.said().contains("received task.completed"));
      assertThat(receiver.said()).containsOnlyOnce("received task.completed");
    }
  }

  @Test
  void byHandTheSignaturesComeOut() throws Exception {
    // Given
    Files.writeString(folder.resolve("secret"), Vectors.OUR_SECRET + "\n");
    Files.write(folder.resolve("body.json"), Vectors.OUR_BODY);
    Map<String, String> headers =
        WebhookSigner.of(List.of(WebhookSecret.parse(Vectors.OUR_SECRET)))
            .headers("msg_asap0001", Vectors.OUR_TIME, Vectors.OUR_BODY);

    // When
    String said = shell(WebhookDocs.block("sh"), headers);

    // Then
    assertThat(said.lines())
        .containsExactly(headers.get("webhook-signature"), headers.get("X-ASAP-Signature"));
  }

  private String shell(String script, Map<String, String> headers) throws Exception {
    findOpenSsl();
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", script).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("WEBHOOK_ID", headers.get("webhook-id"));
    builder.environment().put("WEBHOOK_TIMESTAMP", headers.get("webhook-timestamp"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return said;
  }

  private static void findOpenSsl() throws InterruptedException {
    try {
      new ProcessBuilder("openssl", "version")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      fail("This test needs openssl, which is not installed: apt-get install -y openssl", e);
    }
  }
}
