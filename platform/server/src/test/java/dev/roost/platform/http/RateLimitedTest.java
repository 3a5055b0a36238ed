package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rate limit over HTTP: a limit of 5 a day needs no waiting in tests. */
class RateLimitedTest {
  private final TestNode node = TestNode.with().rateLimit("5/day").start();

  @AfterEach
  void stop() {
    node.close();
  }

  private void use(int hits) {
    for (int i = 0; i < hits; i++) {
      assertThat(node.post("not json").status()).isEqualTo(200);
    }
  }

  private static void assertRefused(Wire.Answer answer) {
    long wait = Long.parseLong(answer.header("retry-after"));
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("asap-version")).isEqualTo("2.2");
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(wait).isBetween(1L, 2L * 86_400);
    assertThat(answer.json())
        .isEqualTo(
            new JsonObject()
                .put("jsonrpc", "2.0")
                .putNull("id")
                .put(
                    "error",
                    new JsonObject()
                        .put("code", 429)
                        .put("message", "Rate limit exceeded")
                        .put(
                            "data",
                            new JsonObject()
                                .put("retry_after", wait)
                                .put("limit", "5 per 1 day"))));
  }

  @Test
  void tooManyRequestsAreRefusedAndTheConnectionGoesOn() {
    try (Wire wire = node.connect()) {
      // Given
      use(5);

      // When
      Wire.Answer first = wire.post(Requests.echo()).read();
      Wire.Answer second = wire.post(" ".repeat(100_000) + Requests.echo()).read();
      Wire.Answer page = wire.request("GET", "/health", new byte[0]).read();

      // Then
      assertRefused(first);
      assertRefused(second);
      assertThat(page.status()).isEqualTo(200);
    }
  }

  @Test
  void aRefusalComesBeforeTheBody() {
    try (Wire wire = node.connect()) {
      // Given
      use(5);

      // When
      wire.send("POST /asap HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n");

      // Then
      assertRefused(wire.read());
      wire.send(" ".repeat(5_000)).request("GET", "/health", new byte[0]);
      assertThat(wire.read().status()).isEqualTo(200);
    }
  }

  @Test
  void pagesAreNotLimited() {
    // Given
    use(5);

    // When / Then
    for (String page :
        new String[] {"/health", "/ready", "/asap/metrics", "/.well-known/asap/manifest.json"}) {
      assertThat(node.get(page).status()).isEqualTo(200);
    }
  }

  @Test
  void aBatchIsChargedForEachOfItsMessages() {
    // When
    Wire.Answer fits = node.post("[1,2,3]");
    Wire.Answer tooMany = node.post("[1,2,3]");
    Wire.Answer fitsStill = node.post("1");

    // Then
    assertThat(fits.array()).hasSize(3);
    assertRefused(tooMany);
    assertThat(fitsStill.status()).isEqualTo(200);
    assertRefused(node.post("1"));
  }

  @Test
  void anAgentsOwnPathIsLimitedToo() {
    // Given
    use(5);
    try (Wire wire = node.connect()) {
      // When / Then
      assertRefused(wire.request("POST", "/agents/echo/asap", new byte[0]).read());
    }
  }

  @Test
  void capabilitiesAndIdentityAreLimitedToo() {
    try (Wire wire = node.connect()) {
      // Given
      byte[] nothing = new byte[0];
      String[][] pages = {
        {"GET", "/asap/capability/list"},
        {"GET", "/asap/capability/describe?name=echo"},
        {"POST", "/asap/capability/execute"},
        {"POST", "/asap/agent/register"},
        {"GET", "/asap/asap/capability/list"}
      };
      for (String[] page : pages) {
        assertThat(wire.request(page[0], page[1], nothing).read().status()).isNotEqualTo(429);
      }

      // When / Then
      for (String[] page : pages) {
        assertRefused(wire.request(page[0], page[1], nothing).read());
      }
      assertRefused(wire.post(Requests.echo()).read());
    }
  }

  @Test
  void callersWithATokenAreCountedByIt() {
    // Given
    AuthConfig auth =
        new AuthConfig(
            AuthConfig.Mode.BEARER,
            AuthConfig.RequireTimestamp.NEVER,
            AuthConfig.NonceRule.OFF,
            List.of(token("token-a", "a"), token("token-b", "b")));
    try (TestNode bearer = TestNode.with().auth(auth).rateLimit("5/day").instances(1).start()) {
      // the first hit of each is the address's, since nobody has proved anything yet
      post(bearer, "token-a");
      post(bearer, "token-b");

      // When
      List<Integer> ofA = IntStream.range(0, 7).mapToObj(i -> post(bearer, "token-a")).toList();
      List<Integer> ofB = IntStream.range(0, 7).mapToObj(i -> post(bearer, "token-b")).toList();

      // Then
      assertThat(ofA).containsExactly(200, 200, 200, 200, 200, 429, 429);
      assertThat(ofB).isEqualTo(ofA);
    }
  }

  private static AuthConfig.BearerToken token(String secret, String name) {
    return new AuthConfig.BearerToken(
        Secret.of(secret), AgentUrn.of("urn:asap:agent:" + name), Set.of());
  }

  private static int post(TestNode bearer, String token) {
    return bearer.post(Requests.echo(), "Authorization: Bearer " + token).status();
  }
}
