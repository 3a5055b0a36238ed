package dev.roost.platform.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the sections of the configuration come to. */
class WebSocketConfigTest {
  private static final JsonObject SECTION =
      new JsonObject()
          .put("messagesPerSecond", 7)
          .put("maxMessageBytes", 2_048)
          .put("pingSeconds", 2)
          .put("staleSeconds", 3)
          .put("reconnectSeconds", 4)
          .put("maxConnections", 5)
          .put("allowedOrigins", new JsonArray().add("https://app.example.com"));

  private static final JsonObject PLATFORM =
      new JsonObject().put("publicUrl", "https://roost.example.com:8443/below");

  @Test
  void everythingIsReadAndThePlatformsOwnPagesMayConnect() {
    // When
    WebSocketConfig config = WebSocketConfig.of(SECTION, PLATFORM);

    // Then
    assertThat(config)
        .isEqualTo(
            new WebSocketConfig(
                OptionalInt.of(7),
                2_048,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                5,
                Set.of("https://app.example.com", "https://roost.example.com:8443")));
  }

  @Test
  void offIsAnyNumberOfMessages() {
    // Given
    JsonObject section = SECTION.copy().put("messagesPerSecond", "off");

    // When
    WebSocketConfig config = WebSocketConfig.of(section, PLATFORM);

    // Then
    assertThat(config.messagesPerSecond()).isEmpty();
  }
}
