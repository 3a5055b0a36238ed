package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits and times of connections by WebSocket. */
class WebSocketSettingsTest {
  private static WebSocketSettings of(String zero) {
    return new WebSocketSettings(
        zero.equals("connections") ? 0 : 2,
        zero.equals("window") ? 0 : 3,
        zero.equals("maxCalls") ? 0 : 4,
        zero.equals("messagesPerSecond") ? 0 : 5,
        Duration.ofSeconds(zero.equals("heartbeat") ? 0 : 6),
        Duration.ofSeconds(zero.equals("idle") ? 0 : 7),
        Duration.ofSeconds(zero.equals("ack") ? 0 : 8),
        RetryPolicy.PATIENT);
  }

  @Test
  void defaults() {
    assertThat(WebSocketSettings.DEFAULTS)
        .isEqualTo(
            new WebSocketSettings(
                10,
                64,
                10_000,
                100,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                new RetryPolicy(
                    Integer.MAX_VALUE,
                    Duration.ofMillis(500),
                    Duration.ofSeconds(30),
                    Duration.ofDays(36_500),
                    true)));
  }

  @Test
  void allChanged() {
    // When
    WebSocketSettings changed = of("").withReconnect(RetryPolicy.NEVER).withMessagesPerSecond(9);

    // Then
    assertThat(changed)
        .isEqualTo(
            new WebSocketSettings(
                2,
                3,
                4,
                9,
                Duration.ofSeconds(6),
                Duration.ofSeconds(7),
                Duration.ofSeconds(8),
                RetryPolicy.NEVER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connections",
        "window",
        "maxCalls",
        "messagesPerSecond",
        "heartbeat",
        "idle",
        "ack"
      })
  void whatIsNotPositiveIsRefusedByName(String name) {
    assertThatThrownBy(() -> of(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
