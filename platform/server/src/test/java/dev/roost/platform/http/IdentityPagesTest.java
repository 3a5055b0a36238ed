package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.auth.AuthConfig.Mode;
import dev.roost.platform.auth.AuthConfig.NonceRule;
import dev.roost.platform.auth.AuthConfig.RequireTimestamp;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No host identity is configured: whatever is asked for needs a token that nobody can have. */
class IdentityPagesTest {
  private static final byte[] NOTHING = new byte[0];
  private static TestNode node;

  @BeforeAll
  static void start() {
    node =
        TestNode.with()
            .auth(new AuthConfig(Mode.BEARER, RequireTimestamp.AUTO, NonceRule.OFF, List.of()))
            .start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "POST,agent/register",
    "POST,agent/revoke",
    "POST,agent/rotate-key",
    "POST,agent/reactivate",
    "POST,agent/request-capability",
    "GET,agent/status",
    "GET,agent/status?agent_id=x",
    "POST,capability/execute"
  })
  void aTokenIsAskedForEverywhere(String method, String page) {
    try (Wire wire = node.connect()) {
      for (String root : new String[] {"", "/asap", "/agents/echo", "/agents/echo/asap"}) {
        // When
        Wire.Answer answer = wire.request(method, root + "/asap/" + page, NOTHING).read();

        // Then
        String at = root.startsWith("/agents") ? "/agents/echo" : "";
        assertThat(answer.status()).as(root).isEqualTo(401);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("www-authenticate"))
            .isEqualTo(
                "Bearer, ASAP discovery=\"http://localhost:8080"
                    + at
                    + "/.well-known/asap/manifest.json\"");
        assertThat(answer.json())
            .isEqualTo(new JsonObject().put("detail", "Authentication required"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"POST,agent/register", "GET,agent/status", "POST,capability/execute"})
  void aTokenIsRefusedWithTheReason(String method, String page) {
    try (Wire wire = node.connect()) {
      // When
      Wire.Answer answer =
          wire.request(method, "/asap/" + page, NOTHING, "Authorization: Bearer a.b.c").read();

      // Then
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("www-authenticate")).contains("ASAP discovery=");
      assertThat(answer.json().getString("detail")).contains("Host identity is not configured");
      assertThat(answer.json().containsKey("request_id")).isEqualTo(page.endsWith("execute"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/agents/nobody/asap", "/agents/nobody/asap/asap"})
  void anAgentThatIsNotThere(String root) {
    try (Wire wire = node.connect()) {
      assertThat(wire.request("POST", root + "/agent/register", NOTHING).read().status())
          .isEqualTo(404);
      assertThat(wire.request("GET", root + "/agent/status", NOTHING).read().status())
          .isEqualTo(404);
      assertThat(wire.request("POST", root + "/capability/execute", NOTHING).read().status())
          .isEqualTo(404);
    }
  }

  @Test
  void capabilitiesStayOpenWhereMessagesNeedCredentials() {
    assertThat(node.get("/asap/capability/list").status()).isEqualTo(200);
    assertThat(node.get("/asap/capability/list", "Authorization: Bearer x").status())
        .isEqualTo(200);
    assertThat(node.get("/asap/capability/describe?name=echo").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000, 3_000_000})
  void aBodyThatNobodyReadsIsNotInTheWay(int bytes) {
    try (Wire wire = node.connect()) {
      // When
      byte[] body = "x".repeat(bytes).getBytes(StandardCharsets.UTF_8);
      Wire.Answer answer = wire.request("POST", "/asap/agent/register", body).read();

      // Then
      assertThat(answer.status()).isEqualTo(401);
      assertThat(wire.request("GET", "/asap/capability/list", body).read().status()).isEqualTo(200);
      assertThat(wire.request("GET", "/health", NOTHING).read().status()).isEqualTo(200);
    }
  }

  @Test
  void aBodyThatNeverEndsEndsTheConnection() {
    try (TestNode quick = TestNode.with().phases(500, 500, 500).start();
        Wire wire = quick.connect()) {
      // When
      wire.send("POST /asap/agent/register HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nx");

      // Then
      assertThat(wire.read().status()).isEqualTo(401);
      assertThat(wire.isClosedWithin(10_000)).isTrue();
    }
  }

  @Test
  void thereIsNoAuditLog() {
    try (Wire wire = node.connect()) {
      // When
      Wire.Answer get = wire.request("GET", "/audit?limit=1", NOTHING).read();
      Wire.Answer head = wire.request("HEAD", "/audit", NOTHING).readHead();
      Wire.Answer post = wire.request("POST", "/audit", NOTHING).read();

      // Then
      assertThat(get.status()).isEqualTo(404);
      assertThat(get.json()).isEqualTo(new JsonObject().put("detail", "audit not configured"));
      assertThat(head.status()).isEqualTo(404);
      assertThat(post.status()).isEqualTo(405);
    }
  }

  @Test
  void headOfTheStatus() {
    try (Wire wire = node.connect()) {
      Wire.Answer head = wire.request("HEAD", "/asap/agent/status", NOTHING).readHead();
      assertThat(head.status()).isEqualTo(401);
      assertThat(head.header("www-authenticate")).startsWith("Bearer");
      assertThat(wire.request("GET", "/health", NOTHING).read().status()).isEqualTo(200);
    }
  }
}
