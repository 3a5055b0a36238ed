package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionNegotiationTest {
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "2.2,2.2",
    "2.1,2.1",
    "'2.2, 2.1',2.2",
    "'2.1,2.2',2.1",
    "'9.9, 2.1',2.1",
    "' ',2.2",
    "'2.3,,2.2',2.2"
  })
  void theFirstKnownVersionIsChosen(String requested, String chosen) {
    // When
    Wire.Answer answer = node.post(Requests.echo(), "ASAP-Version: " + requested);

    // Then
    assertThat(answer.header("asap-version")).isEqualTo(chosen);
    assertThat(answer.json().getValue("result")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"99.0", "2", "2.20", "v2.2", "1.0, 99.0"})
  void noKnownVersionIsAnErrorBeforeAnythingElse(String requested) {
    // When
    Wire.Answer answer =
        node.post("not json", "ASAP-Version: " + requested, "Content-Encoding: zstd");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("asap-version")).isEqualTo("2.2");
    assertThat(answer.json())
        .isEqualTo(
            new JsonObject()
                .put("jsonrpc", "2.0")
                .put(
                    "error",
                    new JsonObject()
                        .put("code", -32000)
                        .put("message", "ASAP protocol version incompatible")
                        .put(
                            "data",
                            new JsonObject()
                                .put("requested", requested)
                                .put("supported", new JsonArray().add("2.1").add("2.2"))))
                .putNull("id"));
  }

  @Test
  void pagesDoNotNegotiate() {
    assertThat(node.get("/health", "ASAP-Version: 99.0").status()).isEqualTo(200);
    assertThat(node.get("/health", "ASAP-Version: 2.1").header("asap-version")).isEqualTo("2.2");
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(
            node.post(Requests.echo(), "ASAP-Version: 99.0", "ASAP-Version: 2.1")
                .header("asap-version"))
        .isEqualTo("2.1");
  }
}
