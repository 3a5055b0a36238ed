package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Manifest;
import dev.roost.protocol.json.Codec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestPageTest {
  private static final String PATH = "/.well-known/asap/manifest.json";
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void theDefaultAgentIsAtTheRoot() {
    // When
    Wire.Answer answer = node.get(PATH);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.header("cache-control")).isEqualTo("public, max-age=300");
    assertThat(answer.header("etag")).matches("\"[0-9a-f]{64}\"");
    Manifest manifest = Codec.MANIFEST.read(Buffer.buffer(answer.body()));
    assertThat(manifest.id().value()).isEqualTo(TestNode.ECHO);
    assertThat(manifest.endpoints().asap()).isEqualTo("http://localhost:8080/asap");
    assertThat(answer.json().containsKey("auth")).isFalse();
  }

  @Test
  void eachAgentHasItsOwnPath() {
    // When
    Wire.Answer answer = node.get("/agents/test.trouble" + PATH);

    // Then
    Manifest manifest = Codec.MANIFEST.read(Buffer.buffer(answer.body()));
    assertThat(manifest.id().value()).isEqualTo(TestNode.TROUBLE);
    assertThat(manifest.endpoints().asap())
        .isEqualTo("http://localhost:8080/agents/test.trouble/asap");
    assertThat(manifest.capabilities().skills()).hasSize(5);
  }

  @Test
  void theTagStaysWhateverTheConnection() {
    // Given
    String tag = node.get(PATH).header("etag");

    // When / Then
    for (int i = 0; i < 10; i++) { // both event loops
      assertThat(node.get(PATH).header("etag")).isEqualTo(tag);
    }
    assertThat(node.get("/agents/echo" + PATH).header("etag")).isNotEqualTo(tag);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%s", "*", " * ", "W/%s", "\"a\", %s", "\"a\",W/%s, \"b\"", "%s,", "\"x,y\", %s"})
  void aKnownTagSparesTheBody(String form) {
    // Given
    String tag = node.get(PATH).header("etag");
    try (Wire wire = node.connect()) {

      // When
      Wire.Answer answer =
          wire.request("GET", PATH, new byte[0], "If-None-Match: " + form.formatted(tag)).read();

      // Then
      assertThat(answer.status()).isEqualTo(304);
      assertThat(answer.header("etag")).isEqualTo(tag);
      assertThat(answer.header("cache-control")).isEqualTo("public, max-age=300");
      assertThat(answer.header("asap-version")).isEqualTo("2.2");
      assertThat(answer.header("content-type")).isNull();
      // nothing stands in the way of the next answer: there was no body
      assertThat(wire.request("GET", "/health", new byte[0]).read().status()).isEqualTo(200);
    }
  }

  @Test
  void tagsInSeveralHeadersAreOneList() {
    String tag = node.get(PATH).header("etag");
    assertThat(node.get(PATH, "If-None-Match: \"a\"", "If-None-Match: " + tag).status())
        .isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\"", "", "W/\"a\", \"b\"", "garbage", "\"", "\"*\""})
  void anotherTagDoesNot(String header) {
    assertThat(node.get(PATH, "If-None-Match: " + header).status()).isEqualTo(200);
  }

  @Test
  void headSaysWhatGetWould() {
    for (String path :
        new String[] {
          PATH,
          "/agents/test.trouble" + PATH,
          "/.well-known/asap/health",
          "/agents/echo/.well-known/asap/health",
          "/health",
          "/ready",
          "/agents/echo/health",
          "/agents/echo/ready",
          "/agents/nobody" + PATH
        }) {
      try (Wire wire = node.connect()) {
        // When
        Wire.Answer get = wire.request("GET", path, new byte[0]).read();
        Wire.Answer head = wire.request("HEAD", path, new byte[0]).readHead();

        // Then
        assertThat(head.status()).as(path).isEqualTo(get.status());
        assertThat(head.header("content-type")).as(path).isEqualTo(get.header("content-type"));
        assertThat(Integer.parseInt(head.header("content-length")))
            .as(path)
            .isBetween(get.body().length - 2, get.body().length + 2); // the uptime grows
        assertThat(head.header("etag")).as(path).isEqualTo(get.header("etag"));
        assertThat(wire.request("GET", "/health", new byte[0]).read().text())
            .as(path)
            .isEqualTo("{\"status\":\"ok\"}");
      }
    }
  }

  @Test
  void headOfTheMetrics() {
    try (Wire wire = node.connect()) {
      // When
      Wire.Answer head = wire.request("HEAD", "/asap/metrics", new byte[0]).readHead();

      // Then
      assertThat(head.status()).isEqualTo(200);
      assertThat(Integer.parseInt(head.header("content-length"))).isGreaterThan(1_000);
      assertThat(wire.request("GET", "/health", new byte[0]).read().status()).isEqualTo(200);
    }
  }

  @Test
  void anUnknownAgentIsAnsweredWithTheKnownOnes() {
    // When
    Wire.Answer answer = node.get("/agents/nobody" + PATH);

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json())
        .isEqualTo(
            new JsonObject()
                .put(
                    "detail",
                    "No agent urn:asap:agent:nobody is deployed; deployed: "
                        + TestNode.ECHO
                        + ", "
                        + TestNode.TROUBLE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NoBody", "a.b.c", "a_b", "%20", "a%0Ab"})
  void aNameThatNoAgentCanHaveIsSaidToBeOne(String name) {
    // When
    Wire.Answer answer = node.get("/agents/" + name + PATH);

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().getString("detail")).startsWith("No agent can have this name");
  }
}
