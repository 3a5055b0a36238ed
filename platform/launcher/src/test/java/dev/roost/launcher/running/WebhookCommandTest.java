package dev.roost.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.roost.launcher.command.Cli;
import dev.roost.launcher.command.Cli.Run;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.sqlite.SqliteBackend;
import dev.roost.platform.state.sqlite.SqliteSettings;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.StateBackend;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code roost webhook} and a platform that keeps what it asks for. */
@Timeout(120)
class WebhookCommandTest {
  private static final String[] SETTINGS = {
    "state.backend=sqlite", "outbound.allowHttp=true", "outbound.allowAddresses=[\"127.0.0.1\"]"
  };

  @TempDir private Path home;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private HttpServer receiver;

  /** A delivery as it came. */
  private record Received(Map<String, List<String>> headers, byte[] body) {
    private String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().get(0))
          .findFirst()
          .orElse("");
    }
  }

  @BeforeEach
  void open() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(new Received(exchange.getRequestHeaders(), body));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    receiver.start();
  }

  @AfterEach
  void close() {
    receiver.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
  }

  private RunningPlatform platform() throws Exception {
    Files.createDirectories(home.resolve("plugins"));
    return RunningPlatform.startWithWhatIsThere(home, SETTINGS);
  }

  private Run roost(RunningPlatform platform, String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "webhook";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--management";
    all[arguments.length + 2] = platform.managementUrl().toString();
    return new Cli(home, Map.of("HOOK_KEY", "canary-key")).run(all);
  }

  private JsonObject json(RunningPlatform platform, String... arguments) {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--json";
    Run run = roost(platform, all);
    assertThat(run.code()).as(run.err()).isZero();
    return new JsonObject(run.out());
  }

  private JsonObject add(RunningPlatform platform, String owner) {
    return json(platform, "add", url(), "--owner", owner, "--events", "task.*,artifact.ready");
  }

  private static String id(JsonObject added) {
    return added.getJsonObject("webhook").getString("id");
  }

  @Test
  void aWebhookIsAddedShownAndRemoved() throws Exception {
    // Given
    try (RunningPlatform platform = platform()) {
      // When
      Run added =
          roost(
              platform,
              "add",
              url(),
              "--owner",
              "me",
              "--header",
              "X-Api-Key=${env:HOOK_KEY}",
              "--profile",
              "durable",
              "--ping");

      // Then
      assertThat(added.code()).as(added.err()).isZero();
      String id = added.out().replaceAll("(?s).*(we_[A-Za-z0-9_-]{22}).*", "$1");
      String secret = added.out().replaceAll("(?s).*Secret: +(whsec_\\S+).*", "$1");
      assertThat(Base64.getDecoder().decode(secret.substring(6))).hasSize(32);
      assertThat(added.err()).contains("it is not shown again");
      Run shown = roost(platform, "show", id);
      Run listed = roost(platform, "list", "--owner", "me");
      assertThat(shown.out()).contains(id, url(), "durable", "x-api-key", "hmac since", "enabled");
      assertThat(listed.out()).contains(id, url(), "*", "enabled");
      assertThat(shown.out() + listed.out())
          .doesNotContain("canary-key", "whsec_", secret.substring(6));
      assertThat(roost(platform, "list", "--owner", "you").out()).contains("There are no webhooks");
      assertThat(json(platform, "counts").getInteger("accepted")).isEqualTo(1);
      assertThat(roost(platform, "counts").out()).contains("accepted", "filtered");
      assertThat(roost(platform, "remove", id).out()).contains(id + " is removed.");
      assertThat(roost(platform, "show", id).code()).isEqualTo(1);
    }
  }

  @Test
  void aWebhookIsRotatedDisabledEnabledAndPinged() throws Exception {
    // Given
    try (RunningPlatform platform = platform()) {
      JsonObject added = add(platform, "me");
      String id = id(added);

      // When
      JsonObject rotated = json(platform, "rotate", id);
      Run pair = roost(platform, "rotate", id, "--kind", "ed25519");
      Run disabled = roost(platform, "disable", id, "--reason", "too loud");

      // Then
      assertThat(rotated.getString("secret"))
          .startsWith("whsec_")
          .isNotEqualTo(added.getString("secret"));
      assertThat(pair.out()).contains("Public key: whpk_").doesNotContain("whsk_");
      assertThat(disabled.out()).contains(id + " is disabled.");
      assertThat(roost(platform, "list").out()).contains("disabled: too loud");
      assertThat(roost(platform, "ping", id).err()).contains("enable it first");
      assertThat(roost(platform, "enable", id).out()).contains(id + " is enabled.");
      assertThat(roost(platform, "ping", id).out()).contains("On its way as msg_");
      assertThat(roost(platform, "show", id).out()).contains("ed25519 since", ", replaced at ");
    }
  }

  @Test
  void whatTheListDoesNotShowIsTold() throws Exception {
    // Given
    try (RunningPlatform platform = platform()) {
      add(platform, "me");
      add(platform, "me");
      String first =
          json(platform, "list", "--limit", "1")
              .getJsonArray("webhooks")
              .getJsonObject(0)
              .getString("id");

      // When
      Run page = roost(platform, "list", "--limit", "1");

      // Then
      assertThat(page.err()).contains("There may be more: --after " + first);
      JsonArray rest = json(platform, "list", "--after", first).getJsonArray("webhooks");
      assertThat(rest).hasSize(1);
      assertThat(rest.getJsonObject(0).getString("id")).isNotEqualTo(first);
    }
  }

  @Test
  void whatIsAskedForWronglyEndsWithTwoAndWhatIsRefusedWithOne() throws Exception {
    // Given
    try (RunningPlatform platform = platform()) {
      // When
      List<Run> wrong =
          List.of(
              roost(platform),
              roost(platform, "add", url()),
              roost(platform, "add", "--owner", "me"),
              roost(platform, "add", url(), "--owner", "me", "--header", "a=${env:NOTHING}"),
              roost(platform, "show"),
              roost(platform, "dead-letters"),
              roost(platform, "dead-letters", "replay"),
              roost(platform, "dead-letters", "replay", "msg_1", "--since", "2026-03-04T05:06:07Z"),
              roost(platform, "dead-letters", "replay", "--since", "yesterday"),
              roost(platform, "dead-letters", "purge"));
      List<Run> refused =
          List.of(
              roost(platform, "add", "http://10.0.0.7:8080/", "--owner", "me"),
              roost(platform, "add", url(), "--owner", "me", "--events", "task.complete"),
              roost(platform, "add", url(), "--owner", "me", "--header", "host=x"),
              roost(platform, "rotate", "we_nobody"),
              roost(platform, "remove", "we/../../nobody"),
              roost(platform, "dead-letters", "show", "msg_nobody"),
              roost(platform, "dead-letters", "replay", "msg_nobody"));

      // Then
      assertThat(wrong).extracting(Run::code).containsOnly(2);
      assertThat(refused).extracting(Run::code).containsOnly(1);
      assertThat(refused.get(0).err())
          .contains("Webhook URL rejected: events may not be sent there");
      assertThat(refused.get(1).err()).contains("did you mean task.completed?");
      assertThat(refused.get(4).err()).contains("There is no such webhook");
    }
  }

  @Test
  void aPingArrivesSignedWithOldAndNewSecret() throws Exception {
    // Given
    try (RunningPlatform platform = platform()) {
      JsonObject added =
          json(
              platform,
              "add",
              url(),
              "--owner",
              "me",
              "--events",
              "task.failed",
              "--header",
              "X-Team=one",
              "--ping");
      Received first = received.poll(30, TimeUnit.SECONDS);
      JsonObject rotated = json(platform, "rotate", id(added));

      // When
      String message = json(platform, "ping", id(added)).getString("id");

      // Then
      Received second = received.poll(30, TimeUnit.SECONDS);
      assertThat(first).isNotNull();
      assertThat(second).isNotNull();
      assertThat(first.header("webhook-id")).isEqualTo(added.getString("ping"));
      assertThat(first.header("x-team")).isEqualTo("one");
      assertThat(second.header("webhook-id")).isEqualTo(message);
      assertThat(
              new JsonObject(new String(second.body(), StandardCharsets.UTF_8)).getString("type"))
          .isEqualTo("ping");
      assertThat(signatures(second))
          .containsExactly(
              signature(second, rotated.getString("secret")),
              signature(second, added.getString("secret")));
      assertThat(signatures(first)).containsExactly(signature(first, added.getString("secret")));
    }
  }

  private static List<String> signatures(Received one) {
    return List.of(one.header("webhook-signature").split(" "));
  }

  /** By the JDK alone, as Standard Webhooks says. */
  private static String signature(Received one, String secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String head = one.header("webhook-id") + "." + one.header("webhook-timestamp") + ".";
    mac.update(head.getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(one.body()));
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** An endpoint to which nothing could be delivered for a while. */
  private String unlucky(int letters) throws Exception {
    String id;
    try (RunningPlatform platform = platform()) {
      id = id(add(platform, "me"));
    }
    bury(id, letters);
    return id;
  }

  private void bury(String endpoint, int letters) throws Exception {
    StateBackend state =
        SqliteBackend.open(
            SqliteSettings.of(home.resolve("data/roost.db")),
            StateSettings.of(Duration.ofDays(1), Duration.ofDays(1)));
    for (int i = 1; i <= letters; i++) {
      JsonObject payload =
          new JsonObject()
              .put("type", "task.failed")
              .put("body", "{\"type\":\"task.failed\"}")
              .put("task_id", "task_" + i)
              .put("sequence", 1)
              .put("owner", "me");
      get(
          state
              .outbox()
              .add(List.of(OutboxEntry.of("msg_" + i, endpoint, payload, Instant.now()))));
      OutboxEntry taken = get(state.outbox().take(Duration.ofMinutes(1), Set.of(), 1)).get(0);
      get(state.outbox().bury(taken, "410 of msg_" + i));
    }
    get(state.close());
  }

  private String nextId() throws Exception {
    Received next = received.poll(30, TimeUnit.SECONDS);
    return next == null ? "nothing" : next.header("webhook-id");
  }

  @Test
  void deadLettersAreListedReplayedAndForgotten() throws Exception {
    // Given
    String endpoint = unlucky(4);
    String past = Instant.now().minusSeconds(3_600).toString();
    String future = Instant.now().plusSeconds(3_600).toString();
    try (RunningPlatform platform = platform()) {
      // When
      Run listed = roost(platform, "dead-letters", "list", "--endpoint", endpoint);
      Run shown = roost(platform, "dead-letters", "show", "msg_1");
      Run one = roost(platform, "dead-letters", "replay", "msg_1");
      Run purged = roost(platform, "dead-letters", "purge", "--before", past);

      // Then
      assertThat(listed.out()).contains("msg_1", "msg_4", "task_3", "410 of msg_2");
      assertThat(shown.out()).contains("410 of msg_1", "{\"type\":\"task.failed\"}");
      assertThat(one.out()).contains("1 will be delivered again.");
      assertThat(purged.out()).contains("0 are forgotten.");
      assertThat(nextId()).isEqualTo("msg_1");
      assertThat(json(platform, "dead-letters", "purge", "--before", future).getInteger("purged"))
          .isEqualTo(3);
      assertThat(roost(platform, "dead-letters", "list").out()).doesNotContain("msg_2");
    }
  }

  @Test
  void allDeadLettersSinceATimeAreReplayed() throws Exception {
    // Given
    unlucky(3);
    String past = Instant.now().minusSeconds(3_600).toString();
    try (RunningPlatform platform = platform()) {
      // When
      Run other =
          roost(platform, "dead-letters", "replay", "--since", past, "--endpoint", "we_other");
      Run all = roost(platform, "dead-letters", "replay", "--since", past);

      // Then
      assertThat(other.out()).contains("0 will be delivered again.");
      assertThat(all.out()).contains("3 will be delivered again.");
      assertThat(List.of(nextId(), nextId(), nextId()))
          .containsExactlyInAnyOrder("msg_1", "msg_2", "msg_3");
    }
  }

  @Test
  void aWebhookOutlivesTheProcessAndNeedsTheKeyOfItsSecrets() throws Exception {
    // Given
    String id;
    try (RunningPlatform platform = platform()) {
      id = id(add(platform, "me"));
    }
    Path key = home.resolve("work/webhook.key");
    String before = Files.readString(key);

    // When
    Files.writeString(key, Base64.getEncoder().encodeToString(new byte[32]));
    Throwable other = catchThrowable(this::platform);
    Files.writeString(key, "something else");
    Throwable damaged = catchThrowable(this::platform);

    // Then
    assertThat(other).hasMessageContaining("sealed with another key");
    assertThat(damaged).hasMessageContaining("is not what was written to it");
    Files.writeString(key, before);
    try (RunningPlatform platform = platform()) {
      assertThat(roost(platform, "show", id).code()).isZero();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
    }
  }
}
