package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** W1: every known signature comes out. */
class WebhookSignerTest {
  private static final WebhookSecret STANDARD = WebhookSecret.parse(Vectors.STANDARD_SECRET);
  private static final WebhookSecret OURS = WebhookSecret.parse(Vectors.OUR_SECRET);

  private static Map<String, String> ours(WebhookSecret... secrets) {
    return WebhookSigner.of(List.of(secrets))
        .headers("msg_asap0001", Vectors.OUR_TIME, Vectors.OUR_BODY);
  }

  @Test
  void theSignatureOfAllLibraries() {
    // When
    Map<String, String> headers =
        WebhookSigner.of(List.of(STANDARD))
            .headers(Vectors.STANDARD_ID, Vectors.STANDARD_TIME, Vectors.STANDARD_BODY);

    // Then
    assertThat(headers)
        .containsEntry("webhook-id", Vectors.STANDARD_ID)
        .containsEntry("webhook-timestamp", "1614265330")
        .containsEntry("webhook-signature", Vectors.STANDARD_SIGNATURE)
        .containsKey("X-ASAP-Signature")
        .hasSize(4);
  }

  @Test
  void theSignatureByEd25519() {
    // When
    Map<String, String> headers =
        WebhookSigner.of(List.of(), List.of(WebhookSigningKey.parse(Vectors.EDWARDS_KEY)))
            .headers(Vectors.STANDARD_ID, Vectors.STANDARD_TIME, Vectors.STANDARD_BODY);

    // Then
    assertThat(headers)
        .containsEntry("webhook-signature", Vectors.EDWARDS_SIGNATURE)
        .doesNotContainKey("X-ASAP-Signature");
  }

  @Test
  void aBodyThatIsNotAscii() {
    // When
    Map<String, String> headers = ours(OURS);

    // Then
    assertThat(Vectors.OUR_BODY).hasSize(64);
    assertThat(headers)
        .containsEntry("webhook-signature", "v1,6EcG7CBrwn/kafytQEjdSARZeowVMcqwI1cH1WueX2E=")
        .containsEntry(
            "X-ASAP-Signature",
            "sha256=28c34ae29439b28b544210fe7665bb579c29f314fa4312e9e79c0c739565ab4a");
  }

  @Test
  void whileSecretsAreRotatedTheNewestComesFirst() {
    // When
    Map<String, String> headers = ours(OURS, STANDARD);

    // Then
    assertThat(headers.get("webhook-signature"))
        .isEqualTo(
            "v1,6EcG7CBrwn/kafytQEjdSARZeowVMcqwI1cH1WueX2E="
                + " v1,oS+wAfnIYfZkVfrlKj0jhz4WNGq8lDdukh3AGvlu/5M=");
    assertThat(headers.get("X-ASAP-Signature"))
        .isEqualTo("sha256=28c34ae29439b28b544210fe7665bb579c29f314fa4312e9e79c0c739565ab4a");
  }

  @Test
  void bothKindsStandInOneHeader() {
    // When
    Map<String, String> headers =
        WebhookSigner.of(List.of(STANDARD), List.of(WebhookSigningKey.parse(Vectors.EDWARDS_KEY)))
            .headers(Vectors.STANDARD_ID, Vectors.STANDARD_TIME, Vectors.STANDARD_BODY);

    // Then
    assertThat(headers.get("webhook-signature"))
        .isEqualTo(Vectors.STANDARD_SIGNATURE + " " + Vectors.EDWARDS_SIGNATURE);
  }

  @Test
  void anEmptyBody() {
    // When
    Map<String, String> headers =
        WebhookSigner.of(List.of(OURS)).headers("msg_asap0002", Vectors.OUR_TIME, new byte[0]);

    // Then
    assertThat(headers)
        .containsEntry("webhook-signature", "v1,7D+cpYxbsHmm2mTEcpHR/2fCIFe3pnKebUeqSZcEBn0=");
  }

  @Test
  void withoutASecretThereIsNoSignature() {
    // When
    Map<String, String> headers = ours();

    // Then
    assertThat(headers).containsOnlyKeys("webhook-id", "webhook-timestamp");
  }

  @Test
  void aSecretThatIsAnyText() {
    // Given
    WebhookSecret secret = WebhookSecret.parse("It's a Secret to Everybody");

    // When
    Map<String, String> headers =
        WebhookSigner.of(List.of(secret))
            .headers("msg_any", Vectors.OUR_TIME, Vectors.bytes("Hello, World!"));

    // Then
    assertThat(headers)
        .containsEntry(
            "X-ASAP-Signature",
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
  }

  static Stream<Arguments> references() throws IOException {
    try (InputStream in = WebhookSignerTest.class.getResourceAsStream("webhook-signatures.json")) {
      JsonObject all = new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      JsonArray cases = all.getJsonArray("cases");
      return cases.stream()
          .map(JsonObject.class::cast)
          .map(one -> Arguments.of(one.getString("body_utf8"), one));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void bodyAndSignatureAreTheReferences(String expected, JsonObject vector) {
    // Given
    WebhookSecret secret = WebhookSecret.parse(vector.getString("secret_utf8"));

    // When
    String body = WebhookBody.write(vector.getJsonObject("payload"));

    // Then
    assertThat(body).isEqualTo(expected);
    assertThat(
            WebhookSigner.of(List.of(secret))
                .headers("msg_any", Vectors.OUR_TIME, Vectors.bytes(body)))
        .containsEntry("X-ASAP-Signature", vector.getString("X-ASAP-Signature"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "msg_a.b", "msg a", "msg_é", "a,b", "line\n"})
  void whatIsNoIdIsNotSent(String id) {
    // Given
    WebhookSigner signer = WebhookSigner.of(List.of(OURS));

    // When
    assertThatThrownBy(() -> signer.headers(id, Vectors.OUR_TIME, new byte[0]))
        // Then
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void timeBegins1970() {
    // Given
    WebhookSigner signer = WebhookSigner.of(List.of(OURS));

    // When
    assertThatThrownBy(() -> signer.headers("msg_a", Instant.EPOCH.minusNanos(1), new byte[0]))
        // Then
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nobodySignsMoreThanReceiversRead() {
    // Given
    List<WebhookSecret> secrets = Collections.nCopies(21, OURS);

    // When
    assertThatThrownBy(() -> WebhookSigner.of(secrets))
        // Then
        .hasMessage("A delivery is signed at most 20 times, not 21");
  }
}
