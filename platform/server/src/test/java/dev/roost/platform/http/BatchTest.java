package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static void assertRefused(Wire.Answer answer, String reason) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("asap-version")).isEqualTo("2.2");
    assertThat(answer.json())
        .isEqualTo(
            new JsonObject()
                .put("jsonrpc", "2.0")
                .put(
                    "error",
                    new JsonObject()
                        .put("code", -32600)
                        .put("message", "Invalid request")
                        .put("data", new JsonObject().put("reason", reason)))
                .putNull("id"));
  }

  private static String batch(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> Requests.echo().replace("req-1", "req-" + i))
        .toList()
        .toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", " [ ] "})
  void anEmptyBatchIsOneError(String text) {
    assertRefused(node.post(text), "empty batch");
  }

  @Test
  void fiftyAreAnsweredInOrder() {
    // When
    JsonArray answers = node.post(batch(50)).array();

    // Then
    assertThat(answers).hasSize(50);
    for (int i = 0; i < 50; i++) {
      assertThat(answers.getJsonObject(i).getString("id")).isEqualTo("req-" + i);
      assertThat(answers.getJsonObject(i).containsKey("result")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {51, 1000})
  void moreThanFiftyAreOneError(int size) {
    assertRefused(
        node.post(Collections.nCopies(size, "1").toString()),
        "batch size " + size + " exceeds max 50");
  }

  @Test
  void eachMessageIsAnsweredByItself() {
    // Given
    String text =
        "["
            + String.join(
                ",",
                Requests.echo(),
                "5",
                "null",
                "[]",
                "{\"jsonrpc\":\"2.0\",\"method\":\"other\",\"params\":{},\"id\":2}",
                "{}",
                Requests.ask(TestNode.TROUBLE, "crash"),
                Requests.echo().replace("\"req-1\"", "null"))
            + "]";

    // When
    Wire.Answer answer = node.post(text);

    // Then
    JsonArray answers = answer.array();
    JsonObject notAnObject =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put(
                "error",
                new JsonObject()
                    .put("code", -32600)
                    .put("message", "Invalid request")
                    .putNull("data"))
            .putNull("id");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answers).hasSize(8);
    assertThat(answers.getJsonObject(0).containsKey("result")).isTrue();
    assertThat(answers.getJsonObject(1)).isEqualTo(notAnObject);
    assertThat(answers.getJsonObject(2)).isEqualTo(notAnObject);
    assertThat(answers.getJsonObject(3)).isEqualTo(notAnObject);
    assertThat(code(answers, 4)).isEqualTo(-32601);
    assertThat(answers.getJsonObject(4).getInteger("id")).isEqualTo(2);
    assertThat(code(answers, 5)).isEqualTo(-32600);
    assertThat(code(answers, 6)).isEqualTo(-32603);
    assertThat(code(answers, 7)).isEqualTo(-32600);
  }

  private static int code(JsonArray answers, int i) {
    return answers.getJsonObject(i).getJsonObject("error").getInteger("code");
  }

  @Test
  void aSyntaxErrorAnywhereIsOneError() {
    // When
    Wire.Answer answer = node.post("[" + Requests.echo() + ",{]");

    // Then
    assertThat(answer.error().getInteger("code")).isEqualTo(-32700);
  }

  @Test
  void overloadWithinABatchIsAnErrorOfItsMessage() {
    try (TestNode small = TestNode.with().maxLive(1).start()) {
      // Given
      String wait = Requests.ask(TestNode.TROUBLE, "wait");
      try (Wire wire = small.connect().post("[" + wait + "," + wait + "]")) {
        dev.roost.platform.plugin.TestPlatform.await(() -> small.gate().size() == 1);

        // When
        small.gate().open();
        Wire.Answer answer = wire.read();

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.array().getJsonObject(0).containsKey("result")).isTrue();
        assertThat(code(answer.array(), 1)).isEqualTo(-32031);
        assertThat(answer.array().getJsonObject(1).getString("id")).isEqualTo("req-1");
      }
    }
  }
}
