package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookEventTest {
  private static final WebhookEvent EVENT =
      new WebhookEvent(
          "task.completed",
          Instant.parse("2026-11-25T07:00:00.123456789Z"),
          new JsonObject().put("task_id", "t-1").put("name", "café"));

  @Test
  void itIsWrittenInItsOneForm() {
    // When
    String body = EVENT.write();

    // Then
    assertThat(body)
        .isEqualTo(
            "{\"data\":{\"name\":\"caf\\u00e9\",\"task_id\":\"t-1\"},"
                + "\"timestamp\":\"2026-11-25T07:00:00.123456Z\",\"type\":\"task.completed\"}");
  }

  @Test
  void whatIsWrittenIsRead() {
    // When
    WebhookEvent read = WebhookEvent.read(Vectors.bytes(EVENT.write()));

    // Then
    assertThat(read).isEqualTo(EVENT);
  }

  @Test
  void othersMayWriteItOtherwise() {
    // Given
    String body =
        "{ \"more\": 1, \"type\": \"a.b\", \"timestamp\": \"2026-01-01T01:00:00+01:00\","
            + " \"data\": {} }";

    // When
    WebhookEvent read = WebhookEvent.read(Vectors.bytes(body));

    // Then
    assertThat(read)
        .isEqualTo(
            new WebhookEvent("a.b", Instant.parse("2026-01-01T00:00:00Z"), new JsonObject()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{} {}",
        "{}",
        "{\"type\":1,\"timestamp\":\"2026-01-01T00:00:00Z\",\"data\":{}}",
        "{\"type\":\"\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"data\":{}}",
        "{\"type\":\"a\",\"timestamp\":\"2026-01-01\",\"data\":{}}",
        "{\"type\":\"a\",\"timestamp\":1,\"data\":{}}",
        "{\"type\":\"a\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"data\":[]}",
        "{\"type\":\"a\",\"type\":\"b\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"data\":{}}",
      })
  void whatTellsNoEventIsRefused(String body) {
    // When
    assertThatThrownBy(() -> WebhookEvent.read(Vectors.bytes(body)))
        // Then
        .isInstanceOf(IllegalArgumentException.class);
  }
}
