package dev.roost.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.webhook.WebhookEvent;
import dev.roost.client.webhook.WebhookSecret;
import dev.roost.client.webhook.WebhookSigner;
import dev.roost.client.webhook.WebhookSigningKey;
import dev.roost.launcher.command.Cli.Run;
import dev.roost.launcher.running.Eventually;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class WebhookListenCommandTest {
  private static final WebhookSecret SECRET = WebhookSecret.generate();
  private static final WebhookSigner SIGNER = WebhookSigner.of(List.of(SECRET));
  private static final Pattern URL = Pattern.compile("deliveries at (http://127\\.0\\.0\\.1:\\S+)");
  private static final WebhookEvent EVENT =
      new WebhookEvent(
          "task.completed",
          Instant.parse("2026-11-25T07:00:00Z"),
          new JsonObject().put("task_id", "t-1").put("name", "\u001b[31m\u202ered"));

  @TempDir private Path directory;

  private final CompletableFuture<Run> finished = new CompletableFuture<>();
  private Cli cli;
  private Thread thread;

  /** Starts the command on a thread of its own, for the URL that it tells. */
  private String listen(String... more) throws Exception {
    secretFile("secret", SECRET.reveal());
    cli = new Cli(directory, Map.of());
    List<String> arguments = new ArrayList<>(List.of("webhook", "listen"));
    arguments.addAll(List.of(more));
    thread = new Thread(() -> finished.complete(cli.run(arguments.toArray(String[]::new))));
    thread.start();
    Eventually.until(() -> finished.isDone() || URL.matcher(cli.err()).find());
    Matcher told = URL.matcher(cli.err());
    assertThat(told.find()).as(cli.err()).isTrue();
    return told.group(1);
  }

  @AfterEach
  void stop() throws Exception {
    if (thread != null) {
      thread.interrupt();
      finished.get(30, TimeUnit.SECONDS);
    }
  }

  private Run interrupted() throws Exception {
    thread.interrupt();
    return finished.get(30, TimeUnit.SECONDS);
  }

  private void secretFile(String name, String content) throws Exception {
    Path file = directory.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content);
  }

  private static int post(String url, WebhookSigner signer, String id) throws Exception {
    byte[] body = EVENT.write().getBytes(StandardCharsets.US_ASCII);
    return post(url, signer.headers(id, Instant.now(), body), body);
  }

  private static int post(String url, Map<String, String> headers, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void eachDeliveryIsALineThatSteersNothing() throws Exception {
    // Given
    String url = listen("--secret-file", "secret");

    // When
    List<Integer> statuses =
        List.of(post(url, SIGNER, "msg_1"), post(url, SIGNER, "msg_1"), post(url, SIGNER, "msg_2"));

    // Then
    assertThat(statuses).containsExactly(204, 204, 204);
    Run run = interrupted();
    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "2026-11-25T07:00:00Z  task.completed  msg_1  "
                + "{\"name\":\"\\u001B[31m?red\",\"task_id\":\"t-1\"}",
            "2026-11-25T07:00:00Z  task.completed  msg_2  "
                + "{\"name\":\"\\u001B[31m?red\",\"task_id\":\"t-1\"}");
    assertThat(run.err()).doesNotContain("Refused");
  }

  @Test
  void forMachinesEachIsALineOfJson() throws Exception {
    // Given
    String url = listen("--secret-file", "secret", "--json", "--path", "/hooks");
    long before = Instant.now().getEpochSecond();

    // When
    int status = post(url, SIGNER, "msg_1");

    // Then
    assertThat(url).endsWith("/hooks");
    assertThat(status).isEqualTo(204);
    Run run = interrupted();
    assertThat(run.out().lines()).hasSize(1).noneMatch(line -> line.contains("\u202e"));
    JsonObject line = new JsonObject(run.out());
    assertThat(Instant.parse(line.getString("attempt_at")).getEpochSecond())
        .isGreaterThanOrEqualTo(before);
    line.remove("attempt_at");
    assertThat(line)
        .isEqualTo(
            new JsonObject()
                .put("id", "msg_1")
                .put("type", "task.completed")
                .put("timestamp", "2026-11-25T07:00:00Z")
                .put("data", EVENT.data()));
  }

  @Test
  void whatIsRefusedIsTold() throws Exception {
    // Given
    String url = listen("--secret-file", "secret");
    WebhookSigner stranger = WebhookSigner.of(List.of(WebhookSecret.generate()));

    // When
    int unknown = post(url, stranger, "msg_1");
    int elsewhere = post(url + "elsewhere", SIGNER, "msg_1");

    // Then
    assertThat(List.of(unknown, elsewhere)).containsExactly(401, 404);
    Eventually.until(() -> cli.err().contains("Refused with 404: Deliveries are posted to /"));
    Run run = interrupted();
    assertThat(run.err())
        .contains("Refused with 401: None of the signatures is by a trusted secret or key")
        .doesNotContain(SECRET.reveal());
    assertThat(run.out()).isEmpty();
  }

  @Test
  void soAreMachines() throws Exception {
    // Given
    String url = listen("--secret-file", "secret", "--json");

    // When
    int status = post(url, Map.of(), new byte[0]);

    // Then
    assertThat(status).isEqualTo(400);
    Eventually.until(
        () ->
            cli.err()
                .contains(
                    "{\"refused\":{\"status\":400,\"message\":\"There is no header webhook-id\"}}"));
  }

  @Test
  void severalSecretsAndKeysAreTrusted() throws Exception {
    // Given
    WebhookSigningKey key = WebhookSigningKey.generate();
    secretFile("old", "any text\n");
    String url =
        listen(
            "--secret-file", "secret", "--secret-file", "old", "--key", key.verifyKey().toString());

    // When
    List<Integer> statuses =
        List.of(
            post(url, SIGNER, "msg_1"),
            post(url, WebhookSigner.of(List.of(WebhookSecret.parse("any text"))), "msg_2"),
            post(url, WebhookSigner.of(List.of(), List.of(key)), "msg_3"));

    // Then
    assertThat(statuses).containsExactly(204, 204, 204);
  }

  @Test
  void theReferencesSignatureIsBelievedByChoice() throws Exception {
    // Given
    String url = listen("--secret-file", "secret", "--accept-asap-signature");
    byte[] body = EVENT.write().getBytes(StandardCharsets.US_ASCII);
    String signature = SIGNER.headers("any", Instant.now(), body).get("X-ASAP-Signature");

    // When
    int status = post(url, Map.of("X-ASAP-Signature", signature), body);

    // Then
    assertThat(status).isEqualTo(204);
    assertThat(interrupted().out()).startsWith("2026-11-25T07:00:00Z  task.completed  -  {");
  }

  @Test
  void aPortThatIsTakenIsAFailure() throws Exception {
    // Given
    secretFile("secret", SECRET.reveal());
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());

      // When
      Run run =
          new Cli(directory, Map.of())
              .run("webhook", "listen", "--port", port, "--secret-file", "secret");

      // Then
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err())
          .startsWith("The port " + port + " of 127.0.0.1 cannot be opened: ")
          .hasLineCount(1);
    }
  }

  static Stream<Arguments> wrongly() {
    return Stream.of(
        Arguments.of(List.of(), "Whose deliveries? Give --secret-file FILE"),
        Arguments.of(List.of("--secret-file", "nowhere"), "--secret-file: there is no file "),
        Arguments.of(
            List.of("--secret-file", "broken"),
            "--secret-file: What follows whsec_ must be base64"),
        Arguments.of(List.of("--key", "whpk_AAAA"), "--key: What follows whpk_ must be 32 bytes"),
        Arguments.of(List.of("--port", "65536"), "--port: a port is a number from 0 to 65535"),
        Arguments.of(List.of("--path", "hooks"), "--path: a path begins with a slash"));
  }

  @ParameterizedTest
  @MethodSource("wrongly")
  void whatIsAskedForWronglyIsTold(List<String> arguments, String message) throws Exception {
    // Given
    secretFile("broken", "whsec_%canary");
    List<String> all = new ArrayList<>(List.of("webhook", "listen"));
    all.addAll(arguments);

    // When
    Run run = new Cli(directory, Map.of()).run(all.toArray(String[]::new));

    // Then
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith(message).doesNotContain("canary");
  }

  @Test
  void aCommandIsNeeded() {
    // When
    Run run = new Cli(directory, Map.of()).run("webhook");

    // Then
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Which command?", "listen");
  }
}
