package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** W5: what keys are, and that no text shows them. */
class WebhookKeysTest {
  private static String base64(int bytes) {
    return Base64.getEncoder().encodeToString(new byte[bytes]);
  }

  @Test
  void newSecretsHave32BytesOfTheirOwn() {
    // When
    Set<String> texts = new HashSet<>();
    IntStream.range(0, 1_000).forEach(i -> texts.add(WebhookSecret.generate().reveal()));

    // Then
    assertThat(texts).hasSize(1_000).allMatch(text -> text.startsWith("whsec_"));
    assertThat(texts)
        .allSatisfy(
            text -> {
              assertThat(WebhookSecret.parse(text).bytes()).hasSize(32);
              assertThat(WebhookSecret.parse(text).reveal()).isEqualTo(text);
            });
  }

  @Test
  void anyOtherTextIsItsOwnBytes() {
    // When
    WebhookSecret secret = WebhookSecret.parse("ключ");

    // Then
    assertThat(secret.bytes()).isEqualTo("ключ".getBytes(StandardCharsets.UTF_8));
    assertThat(secret.reveal()).isEqualTo("ключ");
  }

  @Test
  void secretsAreEqualHoweverTheyAreWritten() {
    // When
    WebhookSecret secret = WebhookSecret.parse("whsec_c2VjcmV0");

    // Then
    assertThat(secret)
        .isEqualTo(WebhookSecret.parse("secret"))
        .hasSameHashCodeAs(WebhookSecret.parse("secret"))
        .isNotEqualTo(WebhookSecret.parse("Secret"))
        .isNotEqualTo("secret");
  }

  static Stream<String> noSecrets() {
    return Stream.of("", "whsec_", "whsec_%canary", "whsec_" + base64(1_025), "x".repeat(1_025));
  }

  @ParameterizedTest
  @MethodSource("noSecrets")
  void whatIsNoSecretIsRefusedWithoutSayingIt(String text) {
    // When
    assertThatThrownBy(() -> WebhookSecret.parse(text))
        // Then
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("canary");
  }

  @Test
  void keysAreReadAndWritten() {
    // When
    WebhookSigningKey key = WebhookSigningKey.parse(Vectors.EDWARDS_KEY);

    // Then
    assertThat(key.reveal()).isEqualTo(Vectors.EDWARDS_KEY);
    assertThat(key.verifyKey()).hasToString(Vectors.EDWARDS_PUBLIC_KEY);
    assertThat(WebhookVerifyKey.parse(Vectors.EDWARDS_PUBLIC_KEY))
        .isEqualTo(key.verifyKey())
        .hasSameHashCodeAs(key.verifyKey())
        .isNotEqualTo(WebhookSigningKey.generate().verifyKey())
        .isNotEqualTo(Vectors.EDWARDS_PUBLIC_KEY);
  }

  @Test
  void newKeysSignWhatTheirOtherHalfVerifies() {
    // Given
    WebhookSigningKey key = WebhookSigningKey.generate();

    // When
    WebhookSigningKey again = WebhookSigningKey.parse(key.reveal());

    // Then
    byte[] content = Vectors.bytes("content");
    assertThat(again.verifyKey().verifies(content, key.sign(content))).isTrue();
    assertThat(again.verifyKey().verifies(Vectors.bytes("other"), key.sign(content))).isFalse();
    assertThat(again.verifyKey().verifies(content, new byte[64])).isFalse();
    assertThat(again.verifyKey().verifies(content, new byte[3])).isFalse();
  }

  static Stream<String> noKeys() {
    return Stream.of(
        "",
        "whsk_",
        "whsec_" + base64(64),
        "whsk_%canary",
        "whsk_" + base64(32),
        "whsk_" + base64(63),
        // the other half of the first half's key is not this one
        Vectors.EDWARDS_KEY.replace("Kvg==", "Kvw=="),
        "whsk_" + base64(64));
  }

  @ParameterizedTest
  @MethodSource("noKeys")
  void whatIsNoKeyIsRefusedWithoutSayingIt(String text) {
    // When
    assertThatThrownBy(() -> WebhookSigningKey.parse(text))
        // Then
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "whpk_",
        "whpk_%",
        "whpk_AAAA",
        "whsk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="
      })
  void whatIsNoVerifyKeyIsRefused(String text) {
    // When
    assertThatThrownBy(() -> WebhookVerifyKey.parse(text))
        // Then
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noTextShowsThem() {
    // When
    Stream<Object> all =
        Stream.of(
            WebhookSecret.parse(Vectors.OUR_SECRET), WebhookSigningKey.parse(Vectors.EDWARDS_KEY));

    // Then
    assertThat(all).allSatisfy(one -> assertThat(one).hasToString("***"));
  }
}
