package dev.roost.platform.webhook.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roost.spi.WebhookEndpoint.SealedKey;
import dev.roost.spi.WebhookProfile;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {
  private static Registration with(List<String> events, Map<String, String> headers) {
    return new Registration(
        "me", TestingEndpoints.URL, events, WebhookProfile.AUTO, headers, SealedKey.Kind.HMAC);
  }

  private static Throwable refusal(List<String> events, Map<String, String> headers) {
    return catchThrowable(() -> with(events, headers));
  }

  @Test
  void knownEventsAndGroupsAreTakenEachOnce() {
    // When
    Registration taken =
        with(List.of("task.completed", "artifact.*", "*", "task.completed"), Map.of());

    // Then
    assertThat(taken.events()).containsExactly("task.completed", "artifact.*", "*");
  }

  @ParameterizedTest
  @CsvSource({
    "task.complete, task.completed",
    "task.canceled, task.cancelled",
    "tasks.*, task.*",
    "Task.Failed, task.failed",
    "artifact.redy, artifact.ready"
  })
  void anUnknownEventIsRefusedWithTheNearest(String event, String meant) {
    // When
    Throwable failure = refusal(List.of("task.failed", event), Map.of());

    // Then
    assertThat(failure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("/events/1 is no event; did you mean " + meant + "?")
        .hasMessageContaining("there are task.started, ");
  }

  @Test
  void noEventsAndTooManyAreRefused() {
    // When
    Throwable none = refusal(List.of(), Map.of());
    Throwable many = refusal(Collections.nCopies(11, "*"), Map.of());
    Throwable longest = refusal(List.of("x".repeat(1 << 20)), Map.of());

    // Then
    assertThat(none).hasMessageContaining("/events must be a list of 1 to 10");
    assertThat(many).hasMessageContaining("/events must be a list of 1 to 10");
    assertThat(longest).hasMessageStartingWith("/events/0 is no event; there are");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "webhook-id",
        "Webhook-Signature",
        "webhook-anything",
        "x-asap-signature",
        "X-ASAP-Other",
        "Host",
        "content-type",
        "Content-Length",
        "content-encoding",
        "Authorization",
        "Proxy-Authorization",
        "proxy-connection",
        "Connection",
        "Keep-Alive",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "HTTP2-Settings",
        "Expect"
      })
  void headersOfThePlatformAreNobodyElses(String name) {
    // When
    Throwable failure = refusal(List.of("*"), Map.of(name, "x"));

    // Then
    assertThat(failure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("/headers/")
        .hasMessageContaining("is set by the platform only");
  }

  @Test
  void otherHeadersAreTakenInLowerCase() {
    // When
    Registration taken =
        with(List.of("*"), Map.of("X-Api-Key", "a b~", "User-Agent", "me", "x-webhook-id", "1"));

    // Then
    assertThat(taken.headers())
        .isEqualTo(Map.of("x-api-key", "a b~", "user-agent", "me", "x-webhook-id", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nwebhook-id: x", "a\u0000", "", " a", "a\n", "ä"})
  void valuesThatCouldBeReadAsMoreAreRefused(String value) {
    // When
    Throwable failure = refusal(List.of("*"), Map.of("x-team", value));

    // Then
    assertThat(failure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("/headers/x-team must be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x team", "x:team", "x\r\nhost", "ä", ":path"})
  void namesThatAreNoneAreRefused(String name) {
    // When
    Throwable failure = refusal(List.of("*"), Map.of(name, "x"));

    // Then
    assertThat(failure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("/headers has a name that is none of HTTP");
  }

  @Test
  void headersAreBounded() {
    // Given
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 17; i++) {
      many.put("x-" + i, "x");
    }

    // When
    Throwable count = refusal(List.of("*"), many);
    Throwable length = refusal(List.of("*"), Map.of("x-a", "x".repeat(1_025)));
    Throwable twice = refusal(List.of("*"), Map.of("x-a", "1", "X-A", "2"));

    // Then
    assertThat(count).hasMessageContaining("more than 16");
    assertThat(length).hasMessageContaining("1 to 1024");
    assertThat(twice).hasMessage("/headers/x-a is there twice");
  }
}
