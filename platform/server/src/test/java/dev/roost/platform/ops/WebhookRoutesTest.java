package dev.roost.platform.ops;

import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.webhook.WebhookEvent;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import dev.roost.platform.state.MemoryBackend;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.webhook.endpoint.TestingEndpoints;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.StateBackend;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks on the management port. */
class WebhookRoutesTest {
  private static final String HEADER = "canary-of-a-header";
  private static final String SEALED = "v1.canary-of-a-callback";

  private final StateBackend state =
      new MemoryBackend(StateSettings.of(Duration.ofHours(1), Duration.ofHours(1)));
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.with().state(state).start();
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
    await(state.close());
  }

  private Wire.Answer ask(String method, String path, String body) {
    try (Wire wire = Wire.to(node.managementPort())) {
      return wire.request(method, path, body.getBytes(StandardCharsets.UTF_8)).read();
    }
  }

  private Wire.Answer get(String path) {
    return ask("GET", path, "");
  }

  private Wire.Answer post(String path, JsonObject body) {
    return ask("POST", path, body.encode());
  }

  private static JsonObject wanted(String owner) {
    return new JsonObject()
        .put("owner", owner)
        .put("url", TestingEndpoints.URL)
        .put("events", new JsonArray().add("task.*"))
        .put("profile", "durable")
        .put("headers", new JsonObject().put("X-Api-Key", HEADER));
  }

  private String register(String owner) {
    return post("/webhooks", wanted(owner)).json().getJsonObject("webhook").getString("id");
  }

  @Test
  void aSecretIsShownWhenItIsMadeAndNeverAgain() {
    // Given
    JsonObject added = post("/webhooks", wanted("me")).json();
    String id = added.getJsonObject("webhook").getString("id");

    // When
    JsonObject rotated = post("/webhooks/" + id + "/rotate", new JsonObject()).json();

    // Then
    String first = added.getString("secret");
    String second = rotated.getString("secret");
    assertThat(List.of(first, second)).allMatch(secret -> secret.startsWith("whsec_"));
    assertThat(first).isNotEqualTo(second);
    for (Wire.Answer later :
        List.of(
            get("/webhooks"),
            get("/webhooks/" + id),
            get("/webhooks/counts"),
            ask("PATCH", "/webhooks/" + id, "{\"events\":[\"*\"]}"),
            post("/webhooks/" + id + "/disable", new JsonObject()),
            ask("POST", "/webhooks/" + id + "/enable", ""))) {
      assertThat(later.status()).isEqualTo(200);
      assertThat(later.text()).doesNotContain("whsec_", first, second, HEADER, "v1.", "sealed");
    }
    JsonObject shown = get("/webhooks/" + id).json().getJsonObject("webhook");
    assertThat(shown.getJsonArray("keys")).hasSize(2);
    assertThat(shown.getJsonArray("keys").getJsonObject(1).getString("retired_at")).isNotNull();
    assertThat(shown.getJsonObject("headers")).isEqualTo(new JsonObject().put("x-api-key", "***"));
  }

  @Test
  void aRegisteredWebhookIsAnsweredAsItIs() {
    // When
    Wire.Answer added = post("/webhooks", wanted("me").put("kind", "ed25519"));

    // Then
    assertThat(added.status()).isEqualTo(201);
    assertThat(added.json().getString("public_key")).startsWith("whpk_");
    assertThat(added.text()).doesNotContain("whsk_");
    JsonObject webhook = added.json().getJsonObject("webhook");
    assertThat(webhook.getString("id")).matches("we_[A-Za-z0-9_-]{22}");
    assertThat(webhook.getString("owner")).isEqualTo("me");
    assertThat(webhook.getString("url")).isEqualTo(TestingEndpoints.URL);
    assertThat(webhook.getJsonArray("events")).containsExactly("task.*");
    assertThat(webhook.getString("profile")).isEqualTo("durable");
    assertThat(webhook.containsKey("disabled")).isFalse();
    assertThat(get("/webhooks/" + webhook.getString("id")).json().getJsonObject("webhook"))
        .isEqualTo(webhook);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1] | the body must be a JSON object",
        "{} | /owner is missing",
        "{\"owner\":1} | /owner must be a text",
        "{\"owner\":\"\",\"url\":\"u\",\"events\":[\"*\"]} | /owner must be a text of 1 to",
        "{\"owner\":\"me\"} | /url is missing",
        "{\"owner\":\"me\",\"url\":\"u\"} | /events is missing",
        "{\"owner\":\"me\",\"url\":\"u\",\"events\":[1]} | /events must be a list of texts",
        "{\"owner\":\"me\",\"url\":\"u\",\"events\":[\"task.complete\"]} | /events/0 is no event; did you mean task.completed?",
        "{\"owner\":\"me\",\"url\":\"u\",\"events\":[\"*\"],\"headers\":{\"host\":\"x\"}} | /headers/host is set by the platform",
        "{\"owner\":\"me\",\"url\":\"u\",\"events\":[\"*\"],\"headers\":{\"a\":1}} | /headers must be an object of texts",
        "{\"owner\":\"me\",\"url\":\"u\",\"events\":[\"*\"],\"profile\":\"x\"} | /profile must be auto, asap or durable",
        "{\"owner\":\"me\",\"url\":\"u\",\"events\":[\"*\"],\"kind\":\"x\"} | /kind must be hmac or ed25519",
        "{\"ping\":1} | /ping must be true or false",
        "{\"secret\":\"x\"} | /secret is unknown; there are owner, url",
      })
  void whatIsWrongIsToldByItsPlace(String body, String detail) {
    // When
    Wire.Answer answer = ask("POST", "/webhooks", body);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("detail")).startsWith(detail);
    assertThat(get("/webhooks").json().getInteger("count")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://hooks.example/", "https://10.0.0.7/", "https://inside.example/"})
  void aUrlToWhichNothingMayBeSentIsRefused(String url) {
    // When
    Wire.Answer answer = post("/webhooks", wanted("me").put("url", url));

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getJsonObject("error").getInteger("code")).isEqualTo(-32050);
    assertThat(answer.json().getString("detail"))
        .isEqualTo("Webhook URL rejected: events may not be sent there");
  }

  @Test
  void webhooksAreListedByOwnerPageByPage() {
    // Given
    for (int i = 0; i < 3; i++) {
      register("me");
      register("you");
    }

    // When
    JsonObject first = get("/webhooks?owner=me&limit=2").json();
    String last = first.getJsonArray("webhooks").getJsonObject(1).getString("id");
    JsonObject second = get("/webhooks?owner=me&limit=2&after=" + last).json();

    // Then
    assertThat(first.getInteger("count")).isEqualTo(2);
    assertThat(second.getInteger("count")).isEqualTo(1);
    assertThat(first.encode() + second.encode()).doesNotContain("\"you\"");
    assertThat(get("/webhooks").json().getInteger("count")).isEqualTo(6);
    assertThat(get("/webhooks?limit=0").status()).isEqualTo(400);
  }

  @Test
  void aWebhookIsChangedDisabledAndRemoved() {
    // Given
    String path = "/webhooks/" + register("me");

    // When
    Wire.Answer edited =
        ask("PATCH", path, "{\"events\":[\"artifact.ready\"],\"headers\":{},\"profile\":\"asap\"}");
    Wire.Answer disabled = post(path + "/disable", new JsonObject().put("reason", "too loud"));
    Wire.Answer removed = ask("DELETE", path, "");

    // Then
    JsonObject webhook = edited.json().getJsonObject("webhook");
    assertThat(webhook.getJsonArray("events")).containsExactly("artifact.ready");
    assertThat(webhook.getJsonObject("headers")).isEmpty();
    assertThat(webhook.getString("url")).isEqualTo(TestingEndpoints.URL);
    JsonObject since = disabled.json().getJsonObject("webhook").getJsonObject("disabled");
    assertThat(since.getString("reason")).isEqualTo("too loud");
    assertThat(removed.json()).isEqualTo(new JsonObject().put("status", "removed"));
    assertThat(ask("DELETE", path, "").status()).isEqualTo(404);
    assertThat(get(path).status()).isEqualTo(404);
    assertThat(get(path).json().getString("detail")).isEqualTo("There is no such webhook");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH | | {} | 400",
        "PATCH | | {\"owner\":\"you\"} | 400",
        "POST | /rotate | {\"kind\":\"rsa\"} | 400",
        "POST | /disable | {\"reason\":\"\"} | 400",
        "POST | /frobnicate | {} | 404",
      })
  void whatCannotBeChangedIsRefused(String method, String page, String body, int status) {
    // Given
    String path = "/webhooks/" + register("me");

    // When
    Wire.Answer answer = ask(method, path + (page == null ? "" : page), body);

    // Then
    assertThat(answer.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rotate", "enable", "disable", "ping"})
  void whatIsNotThereCannotBeChanged(String page) {
    // When
    Wire.Answer answer = ask("POST", "/webhooks/we_nobody/" + page, "");

    // Then
    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void aPingGoesIntoTheOutbox() throws Exception {
    // Given
    JsonObject added = post("/webhooks", wanted("me").put("ping", true)).json();
    String id = added.getJsonObject("webhook").getString("id");

    // When
    JsonObject second = ask("POST", "/webhooks/" + id + "/ping", "").json();

    // Then
    List<OutboxEntry> due = await(state.outbox().take(Duration.ofMinutes(1), Set.of(), 9));
    assertThat(due)
        .extracting(OutboxEntry::id)
        .containsExactlyInAnyOrder(added.getString("ping"), second.getString("id"))
        .allMatch(message -> message.matches("msg_[A-Za-z0-9_-]{27}"));
    assertThat(due).extracting(OutboxEntry::destination).containsOnly(id);
    JsonObject payload = due.get(0).payload();
    WebhookEvent event =
        WebhookEvent.read(payload.getString("body").getBytes(StandardCharsets.UTF_8));
    assertThat(event.type()).isEqualTo("ping").isEqualTo(payload.getString("type"));
    assertThat(event.data()).isEqualTo(new JsonObject().put("endpoint_id", id));
    assertThat(event.write()).isEqualTo(payload.getString("body"));
    assertThat(get("/webhooks/counts").json().getInteger("pending")).isEqualTo(2);
  }

  @Test
  void whatIsDisabledGetsNoPing() throws Exception {
    // Given
    String path = "/webhooks/" + register("me");
    post(path + "/disable", new JsonObject());

    // When
    Wire.Answer answer = ask("POST", path + "/ping", "");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("detail")).contains("enable it first");
    assertThat(await(state.outbox().counts()).accepted()).isZero();
  }

  private void bury(String id, String destination) throws Exception {
    JsonObject payload =
        new JsonObject()
            .put("type", "task.failed")
            .put("body", "{\"type\":\"task.failed\"}")
            .put("task_id", "task_1")
            .put("sequence", 7)
            .put("owner", "me")
            .put(
                "target",
                new JsonObject().put("url", "https://callback.example/").put("secret", SEALED));
    await(state.outbox().add(List.of(OutboxEntry.of(id, destination, payload, Instant.now()))));
    OutboxEntry taken = await(state.outbox().take(Duration.ofMinutes(1), Set.of(), 1)).get(0);
    await(state.outbox().bury(taken, "410 of " + id));
  }

  @Test
  void deadLettersAreReadWithoutTheirSecrets() throws Exception {
    // Given
    bury("msg_1", "cb_1");
    bury("msg_2", "we_2");
    bury("msg_3", "cb_1");

    // When
    JsonObject page = get("/webhooks/dead-letters?limit=2").json();

    // Then
    JsonObject letter = page.getJsonArray("dead_letters").getJsonObject(0);
    assertThat(letter.getString("id")).isEqualTo("msg_3");
    assertThat(letter.getString("endpoint")).isEqualTo("cb_1");
    assertThat(letter.getString("reason")).isEqualTo("410 of msg_3");
    assertThat(letter.getInteger("sequence")).isEqualTo(7);
    String cursor =
        URLEncoder.encode(
            page.getJsonArray("dead_letters").getJsonObject(1).getString("cursor"),
            StandardCharsets.UTF_8);
    JsonObject next = get("/webhooks/dead-letters?limit=2&after=" + cursor).json();
    assertThat(next.getJsonArray("dead_letters").getJsonObject(0).getString("id"))
        .isEqualTo("msg_1");
    assertThat(get("/webhooks/dead-letters?endpoint=we_2").json().getInteger("count")).isEqualTo(1);
    Wire.Answer whole = get("/webhooks/dead-letters/msg_1");
    assertThat(whole.json().getJsonObject("dead_letter").getString("body"))
        .isEqualTo("{\"type\":\"task.failed\"}");
    assertThat(whole.json().getJsonObject("dead_letter").getString("url"))
        .isEqualTo("https://callback.example/");
    assertThat(whole.text() + page.encode()).doesNotContain(SEALED, "secret");
  }

  @Test
  void oneDeadLetterIsReplayed() throws Exception {
    // Given
    bury("msg_1", "we_1");

    // When
    Wire.Answer answer = ask("POST", "/webhooks/dead-letters/msg_1/replay", "");

    // Then
    assertThat(answer.json()).isEqualTo(new JsonObject().put("replayed", 1));
    assertThat(await(state.outbox().take(Duration.ofMinutes(1), Set.of(), 9)))
        .extracting(OutboxEntry::id)
        .containsExactly("msg_1");
    assertThat(ask("POST", "/webhooks/dead-letters/msg_1/replay", "").status()).isEqualTo(404);
    assertThat(get("/webhooks/dead-letters/msg_1").status()).isEqualTo(404);
  }

  @Test
  void allThatDiedSinceATimeIsReplayed() throws Exception {
    // Given
    for (int i = 0; i < 700; i++) {
      bury("msg_" + i, i % 7 == 0 ? "we_7" : "we_1");
    }
    Instant past = Instant.now().minusSeconds(60);

    // When
    Wire.Answer one = ask("POST", "/webhooks/dead-letters/replay?endpoint=we_7&since=" + past, "");
    Wire.Answer rest = ask("POST", "/webhooks/dead-letters/replay?since=" + past, "");
    Wire.Answer none =
        ask("POST", "/webhooks/dead-letters/replay?since=" + Instant.now().plusSeconds(60), "");

    // Then
    assertThat(one.json().getInteger("replayed")).isEqualTo(100);
    assertThat(rest.json().getInteger("replayed")).isEqualTo(600);
    assertThat(none.json().getInteger("replayed")).isZero();
    JsonObject counts = get("/webhooks/counts").json();
    assertThat(counts.getInteger("pending")).isEqualTo(700);
    assertThat(counts.getInteger("dead")).isZero();
    assertThat(ask("POST", "/webhooks/dead-letters/replay", "").status()).isEqualTo(400);
    assertThat(ask("POST", "/webhooks/dead-letters/replay?since=x", "").status()).isEqualTo(400);
  }

  @Test
  void deadLettersAreForgotten() throws Exception {
    // Given
    for (int i = 0; i < 600; i++) {
      bury("msg_" + i, "we_1");
    }

    // When
    Wire.Answer nothing = ask("DELETE", "/webhooks/dead-letters?before=2020-01-01T00:00:00Z", "");
    Wire.Answer all =
        ask("DELETE", "/webhooks/dead-letters?before=" + Instant.now().plusSeconds(60), "");

    // Then
    assertThat(nothing.json()).isEqualTo(new JsonObject().put("purged", 0));
    assertThat(all.json()).isEqualTo(new JsonObject().put("purged", 600));
    assertThat(ask("DELETE", "/webhooks/dead-letters", "").status()).isEqualTo(400);
    JsonObject counts = get("/webhooks/counts").json();
    assertThat(counts.getInteger("accepted")).isEqualTo(600);
    assertThat(counts.getInteger("purged")).isEqualTo(600);
  }

  @Test
  void anOwnerWhoHasAllHeMayHaveIsTold() {
    // Given
    for (int i = 0; i < 100; i++) {
      register("me");
    }

    // When
    Wire.Answer answer = post("/webhooks", wanted("me"));

    // Then
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().getString("detail")).contains("endpoints of this owner");
    assertThat(get("/webhooks/counts").json().getInteger("endpoints")).isEqualTo(100);
  }
}
