package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** W19. */
class WebhookHeadersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "webhook-id",
        "Webhook-Signature",
        "WEBHOOK-anything",
        "X-ASAP-Signature",
        "x-asap-version",
        "Host",
        "Content-Type",
        "content-length",
        "Content-Encoding",
        "Authorization",
        "Transfer-Encoding",
        "Connection",
        "Proxy-Authorization",
        "User-Agent",
        "",
        " host",
        "host ",
        "x:y",
        ":authority",
        "x\r\ny",
        "naïve"
      })
  void mayNotBeSet(String name) {
    // When
    boolean reserved = WebhookHeaders.reserved(name);

    // Then
    assertThat(reserved).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"X-Tenant", "x-api-key", "Cookie", "hosts", "my-webhook-id", "traceparent"})
  void maySet(String name) {
    // When
    boolean reserved = WebhookHeaders.reserved(name);

    // Then
    assertThat(reserved).isFalse();
  }

  @Test
  void aNameHasABound() {
    // When
    boolean reserved = WebhookHeaders.reserved("x".repeat(257));

    // Then
    assertThat(reserved).isTrue();
  }
}
