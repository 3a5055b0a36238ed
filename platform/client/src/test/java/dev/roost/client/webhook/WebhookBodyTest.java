package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookBodyTest {
  private static String written(Object value) {
    String body = WebhookBody.write(new JsonObject().put("v", value));
    return body.substring("{\"v\":".length(), body.length() - 1);
  }

  @Test
  void keysAreSortedByCharactersAtEveryDepth() {
    // Given
    JsonObject inner = new JsonObject().put("z", 1).put("a", new JsonArray().add(2).addNull());
    JsonObject value =
        new JsonObject().put("\uff5e", 1).put("\ud83d\ude00", 2).put("B", inner).put("a", inner);

    // When
    String body = WebhookBody.write(value);

    // Then
    assertThat(body)
        .isEqualTo(
            "{\"B\":{\"a\":[2,null],\"z\":1},\"a\":{\"a\":[2,null],\"z\":1},"
                + "\"\\uff5e\":1,\"\\ud83d\\ude00\":2}");
  }

  @Test
  void whatIsNotVisibleAsciiIsEscaped() {
    // When
    String text = written("\" \\ / \b\f\n\r\t \0\u001f ~\u007f\u0080é€\ud83e\udd86");

    // Then
    assertThat(text)
        .isEqualTo(
            "\"\\\" \\\\ / \\b\\f\\n\\r\\t \\u0000\\u001f"
                + " ~\\u007f\\u0080\\u00e9\\u20ac\\ud83e\\udd86\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83e", "\udd86", "\ud83ex", "x\udd86", "\udd86\ud83e"})
  void halvesOfCharactersAreReplacedSoThatReadersTakeIt(String text) {
    // When
    String body = WebhookBody.write(new JsonObject().put("v", text));

    // Then
    assertThat(body).contains("\\ufffd").doesNotContain("\\ud").doesNotContain("\\udd");
  }

  @Test
  void everyValueThatJsonHasAFormForIsWritten() {
    // When
    List<String> texts =
        Stream.of(
                true,
                1,
                2L,
                (short) 3,
                (byte) 4,
                new BigInteger("12345678901234567890"),
                new BigDecimal("1.50"),
                2.5,
                1.5f,
                Instant.EPOCH,
                TimeUnit.DAYS,
                Buffer.buffer(new byte[] {-1}),
                new byte[] {-1},
                Map.of("a", List.of(1)))
            .map(WebhookBodyTest::written)
            .toList();

    // Then
    assertThat(texts)
        .containsExactly(
            "true",
            "1",
            "2",
            "3",
            "4",
            "12345678901234567890",
            "1.50",
            "2.5",
            "1.5",
            "\"1970-01-01T00:00:00Z\"",
            "\"DAYS\"",
            "\"_w\"",
            "\"_w\"",
            "{\"a\":[1]}");
  }

  static Stream<Object> unwritable() {
    return Stream.of(Double.NaN, Float.POSITIVE_INFINITY, new AtomicInteger(), new Object());
  }

  @ParameterizedTest
  @MethodSource("unwritable")
  void whatJsonHasNoFormForIsRefused(Object value) {
    // Given
    JsonObject body = new JsonObject().put("v", value);

    // When
    assertThatThrownBy(() -> WebhookBody.write(body))
        // Then
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("JSON has no ");
  }

  private static JsonObject nested(int depth) {
    JsonObject value = new JsonObject();
    for (int i = 1; i < depth; i++) {
      value = new JsonObject().put("v", value);
    }
    return value;
  }

  @Test
  void noDeeperThanReadersTake() {
    // Given
    JsonObject deepest = nested(64);

    // When
    String body = WebhookBody.write(deepest);

    // Then
    assertThat(new JsonObject(body)).isEqualTo(deepest);
    assertThatThrownBy(() -> WebhookBody.write(nested(65))).hasMessage("deeper than 64");
  }
}
