package dev.roost.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import dev.roost.platform.plugin.TestPlatform;
import dev.roost.platform.plugin.TestPlugins;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementTest {
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Wire.Answer get(String path, String... headers) {
    try (Wire wire = Wire.to(node.managementPort())) {
      return wire.request("GET", path, new byte[0], headers).read();
    }
  }

  private static Wire.Answer call(String body) {
    try (Wire wire = Wire.to(node.managementPort())) {
      return wire.request("POST", "/api/calls", body.getBytes(StandardCharsets.UTF_8)).read();
    }
  }

  private static JsonObject find(JsonArray list, String key, String value) {
    return list.stream()
        .map(JsonObject.class::cast)
        .filter(entry -> value.equals(entry.getString(key)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void agentsAreListed() {
    // When
    JsonArray agents = get("/api/agents").json().getJsonArray("agents");

    // Then
    JsonObject trouble = find(agents, "urn", TestNode.TROUBLE);
    assertThat(agents).hasSize(2);
    assertThat(trouble.getString("version")).isEqualTo("1.0.0");
    assertThat(trouble.getString("plugin")).isEqualTo("test:trouble");
    assertThat(trouble.getJsonArray("skills"))
        .containsExactly("echo", "refuse", "crash", "fail", "wait");
    assertThat(trouble.getInteger("in_flight")).isZero();
    assertThat(trouble.getInteger("instances")).isEqualTo(1);
  }

  @Test
  void verticlesAreListed() {
    // When
    JsonArray verticles = get("/api/verticles").json().getJsonArray("verticles");

    // Then
    assertThat(find(verticles, "name", "http"))
        .isEqualTo(
            new JsonObject()
                .put("name", "http")
                .put("instances", 2)
                .put("threading", "event-loop")
                .put("state", "up"));
  }

  @Test
  void withoutIdentityProvidersThereAreNoKeysToForget() {
    // When
    Wire.Answer answer;
    try (Wire wire = Wire.to(node.managementPort())) {
      answer = wire.request("POST", "/api/auth/forget-keys", new byte[0]).read();
    }

    // Then
    assertThat(answer.json()).isEqualTo(new JsonObject().put("issuers", new JsonArray()));
  }

  @Test
  void pluginsAreListedWithWhatIsWrongWithThem() throws IOException {
    // Given
    Files.writeString(node.directory().resolve("broken.jar"), "not a jar");

    // When
    TestPlatform.await(() -> get("/api/plugins").text().contains("\"reason\":\""));

    // Then
    JsonObject plugin =
        find(get("/api/plugins").json().getJsonArray("plugins"), "file", "broken.jar");
    assertThat(plugin.getString("reason")).isNotBlank();
  }

  @Test
  void aReloadTriesAgainWhatFailed() throws IOException {
    // Given
    Path needed = node.directory().resolve("needed");
    String open =
        """
        @Override protected Future<?> open() {
          return java.nio.file.Files.exists(java.nio.file.Path.of("%s"))
              ? Future.succeededFuture() : Future.failedFuture("the file is not there");
        }
        """
            .formatted(needed);
    TestPlugins.agent("fussy", "1.0.0", "urn:asap:agent:fussy", open, "", "return null;")
        .moveTo(node.directory().resolve("fussy.jar"));
    TestPlatform.await(() -> get("/api/plugins").text().contains("the file is not there"));
    Files.writeString(needed, "");

    // When
    Wire.Answer answer;
    try (Wire wire = Wire.to(node.managementPort())) {
      answer = wire.request("POST", "/api/plugins/reload", new byte[0]).read();
    }

    // Then
    JsonObject plugin = find(answer.json().getJsonArray("plugins"), "id", "fussy");
    assertThat(plugin.getString("state")).isEqualTo("serving");
    Files.delete(node.directory().resolve("fussy.jar"));
    TestPlatform.await(() -> !get("/api/agents").text().contains("fussy"));
  }

  @Test
  void aRunningTaskIsListedWithItsProgress() {
    try (Wire wire = node.connect().post(Requests.ask(TestNode.TROUBLE, "wait"))) {
      // Given
      TestPlatform.await(() -> node.gate().size() == 1);

      // When
      JsonObject task = find(tasks(), "agent", TestNode.TROUBLE);

      // Then
      assertThat(task.getString("id")).startsWith("task_");
      assertThat(task.getString("skill")).isEqualTo("wait");
      assertThat(task.getString("sender")).isEqualTo(Requests.CLIENT);
      assertThat(task.getJsonObject("progress"))
          .isEqualTo(new JsonObject().put("percent", 40.0).put("message", "at the gate"));
      node.gate().open();
      wire.read();
      assertThat(tasks()).isEmpty();
    }
  }

  private static JsonArray tasks() {
    return get("/api/tasks").json().getJsonArray("tasks");
  }

  @Test
  void aCallIsAnsweredWithTheEnvelope() {
    // When
    Wire.Answer answer =
        call("{\"agent\":\"" + TestNode.ECHO + "\",\"skill\":\"echo\",\"input\":{\"a\":1}}");

    // Then
    JsonObject envelope = answer.json().getJsonObject("envelope");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(envelope.getString("recipient")).isEqualTo("urn:asap:agent:operator");
    assertThat(envelope.getJsonObject("payload").getJsonObject("result"))
        .isEqualTo(new JsonObject().put("echoed", new JsonObject().put("a", 1)));
  }

  @Test
  void aCallHasASenderAndATimeLimit() {
    // When
    JsonObject answer =
        call("{\"agent\":\""
                + TestNode.TROUBLE
                + "\",\"skill\":\"wait\",\"sender\":\"urn:asap:agent:me\",\"timeout_seconds\":1}")
            .json();

    // Then
    assertThat(answer.getJsonObject("error").getInteger("code")).isEqualTo(-32033);
    node.gate().open();
    assertThat(tasks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"urn:asap:agent:nobody,echo,-32012", "urn:asap:agent:test:trouble,refuse,-32030"})
  void whatAnAgentRefusesIsAnError(String agent, String skill, int code) {
    // When
    Wire.Answer answer = call("{\"agent\":\"" + agent + "\",\"skill\":\"" + skill + "\"}");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getJsonObject("error").getInteger("code")).isEqualTo(code);
    assertThat(answer.json().containsKey("envelope")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|/agent ",
        "{\"agent\":5}|/agent ",
        "{\"agent\":\"echo\",\"skill\":\"s\"}|/agent ",
        "{\"agent\":\"urn:asap:agent:a\"}|/skill ",
        "{\"agent\":\"urn:asap:agent:a\",\"skill\":1}|/skill ",
        "{\"agent\":\"urn:asap:agent:a\",\"skill\":\"s\",\"input\":[]}|/input ",
        "{\"agent\":\"urn:asap:agent:a\",\"skill\":\"s\",\"input\":null}|/input ",
        "{\"agent\":\"urn:asap:agent:a\",\"skill\":\"s\",\"sender\":\"x\"}|/sender ",
        "{\"agent\":\"urn:asap:agent:a\",\"skill\":\"s\",\"timeout_seconds\":0}|/timeout_seconds ",
        "{\"agent\":\"urn:asap:agent:a\",\"skill\":\"s\",\"timeout_seconds\":\"1\"}|/timeout_seconds ",
        "[]|the body must be a JSON object",
        "nonsense|the body must be a JSON object",
        "null|the body must be a JSON object"
      })
  void aCallOfTheWrongFormIsToldWhere(String body, String where) {
    // When
    Wire.Answer answer = call(body);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("detail")).startsWith(where);
  }

  @Test
  void anEmptyCallIsRefused() {
    assertThat(call("").status()).isEqualTo(400);
  }

  @Test
  void aCallThatIsTooLongIsRefused() {
    assertThat(call(" ".repeat(1024 * 1024 + 1)).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "example.com:9090", "127.0.0.1.example.com", "10.0.0.1"})
  void aForeignHostIsRefused(String host) {
    try (Wire wire = Wire.to(node.managementPort())) {
      // When
      Wire.Answer answer =
          wire.send("GET /api/agents HTTP/1.1\r\nHost: " + host + "\r\n\r\n").read();

      // Then
      assertThat(answer.status()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:9090", "127.0.0.1:1", "[::1]:9090", "LOCALHOST"})
  void aLoopbackNameIsServed(String host) {
    try (Wire wire = Wire.to(node.managementPort())) {
      assertThat(
              wire.send("GET /api/agents HTTP/1.1\r\nHost: " + host + "\r\n\r\n").read().status())
          .isEqualTo(200);
    }
  }

  @Test
  void webPagesAreRefused() {
    for (String origin : List.of("https://example.com", "http://localhost:9090", "null")) {
      assertThat(get("/api/agents", "Origin: " + origin).status()).isEqualTo(403);
    }
  }

  @Test
  void otherPathsAndMethodsAreRefused() {
    assertThat(get("/api/nothing").status()).isEqualTo(404);
    assertThat(get("/api/calls").status()).isEqualTo(405);
  }
}
