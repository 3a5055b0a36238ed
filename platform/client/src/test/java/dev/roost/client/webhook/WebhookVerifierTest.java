package dev.roost.client.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** W4: what a receiver believes, and all that it does not. */
class WebhookVerifierTest {
  private static final WebhookSecret STANDARD = WebhookSecret.parse(Vectors.STANDARD_SECRET);
  private static final WebhookSecret OURS = WebhookSecret.parse(Vectors.OUR_SECRET);
  private static final WebhookSigningKey KEY = WebhookSigningKey.parse(Vectors.EDWARDS_KEY);
  private static final WebhookEvent EVENT =
      new WebhookEvent(
          "task.completed", Instant.ofEpochSecond(1), new JsonObject().put("id", "t-1"));
  private static final byte[] EVENT_BODY = Vectors.bytes(EVENT.write());

  private static WebhookVerifierBuilder at(Instant time) {
    return WebhookVerifier.builder().clock(Clock.fixed(time, ZoneOffset.UTC));
  }

  private static WebhookVerifierBuilder builder() {
    return at(Vectors.STANDARD_TIME);
  }

  private static MultiMap headers(Map<String, String> headers) {
    return MultiMap.caseInsensitiveMultiMap().addAll(headers);
  }

  private static MultiMap signed(WebhookSigner signer, byte[] body) {
    return headers(signer.headers(Vectors.STANDARD_ID, Vectors.STANDARD_TIME, body));
  }

  private static MultiMap standard() {
    return headers(
        Map.of(
            "webhook-id",
            Vectors.STANDARD_ID,
            "webhook-timestamp",
            "1614265330",
            "webhook-signature",
            Vectors.STANDARD_SIGNATURE));
  }

  private static MultiMap standard(String signatures) {
    return standard().set("webhook-signature", signatures);
  }

  private static WebhookRefusal refusal(WebhookVerifier verifier, MultiMap headers, byte[] body) {
    return catchThrowableOfType(
            WebhookVerificationException.class, () -> verifier.authenticate(headers, body))
        .reason();
  }

  static Stream<Arguments> believed() {
    WebhookVerifier hmac = builder().secret(STANDARD).build();
    WebhookVerifier edwards =
        builder().key(WebhookVerifyKey.parse(Vectors.EDWARDS_PUBLIC_KEY)).build();
    String both = Vectors.STANDARD_SIGNATURE + " " + Vectors.EDWARDS_SIGNATURE;
    String wrong = Vectors.STANDARD_SIGNATURE.replace('g', 'h');
    return Stream.of(
        Arguments.of("the signature of all libraries", hmac, standard()),
        Arguments.of("by Ed25519", edwards, standard(Vectors.EDWARDS_SIGNATURE)),
        Arguments.of("both kinds, one trusted", hmac, standard(both)),
        Arguments.of("both kinds, the other trusted", edwards, standard(both)),
        Arguments.of("behind others", hmac, standard("v2,x nonsense  " + wrong + " " + both)),
        Arguments.of("the last of 20", hmac, standard((wrong + " ").repeat(19) + both)),
        Arguments.of(
            "one of several trusted secrets",
            builder().secret(OURS).secret(STANDARD).build(),
            standard()),
        Arguments.of(
            "300 seconds old",
            at(Vectors.STANDARD_TIME.plusSeconds(300)).secret(STANDARD).build(),
            standard()),
        Arguments.of(
            "300 seconds ahead",
            at(Vectors.STANDARD_TIME.minusSeconds(300)).secret(STANDARD).build(),
            standard()),
        Arguments.of(
            "names in any case",
            hmac,
            WebhookHeaders.of(
                Map.of(
                    "Webhook-Id",
                    List.of(Vectors.STANDARD_ID),
                    "WEBHOOK-TIMESTAMP",
                    List.of("1614265330"),
                    "webhook-Signature",
                    List.of(Vectors.STANDARD_SIGNATURE)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("believed")
  void isBelieved(String what, WebhookVerifier verifier, MultiMap headers) {
    // When
    assertThatCode(() -> verifier.authenticate(headers, Vectors.STANDARD_BODY))
        // Then
        .as(what)
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "msg_asap0001, 'v1,6EcG7CBrwn/kafytQEjdSARZeowVMcqwI1cH1WueX2E=', ours",
    "msg_asap0001, 'v1,oS+wAfnIYfZkVfrlKj0jhz4WNGq8lDdukh3AGvlu/5M=', standard",
    "msg_asap0002, 'v1,7D+cpYxbsHmm2mTEcpHR/2fCIFe3pnKebUeqSZcEBn0=', ours"
  })
  void ourVectorsAreBelieved(String id, String signature, String by) {
    // Given
    WebhookVerifier verifier =
        at(Vectors.OUR_TIME).secret(by.equals("ours") ? OURS : STANDARD).build();
    Map<String, String> headers =
        Map.of("webhook-id", id, "webhook-timestamp", "1700000000", "webhook-signature", signature);
    byte[] body = id.equals("msg_asap0002") ? new byte[0] : Vectors.OUR_BODY;

    // When
    assertThatCode(() -> verifier.authenticate(headers(headers), body))
        // Then
        .doesNotThrowAnyException();
  }

  private static Arguments refused(
      String what, WebhookRefusal reason, UnaryOperator<MultiMap> change) {
    return Arguments.of(what, reason, change);
  }

  private static Arguments timestamp(String value) {
    return refused(
        "timestamp '" + value + "'",
        WebhookRefusal.TIMESTAMP,
        headers -> headers.set("webhook-timestamp", value));
  }

  private static Arguments signature(String what, String value) {
    return refused(
        what, WebhookRefusal.SIGNATURE, headers -> headers.set("webhook-signature", value));
  }

  private static Arguments id(String what, String value) {
    return refused(what, WebhookRefusal.ID, headers -> headers.set("webhook-id", value));
  }

  static Stream<Arguments> refused() {
    String good = Vectors.STANDARD_SIGNATURE;
    String value = good.substring(3);
    return Stream.of(
        refused("no id", WebhookRefusal.MISSING, headers -> headers.remove("webhook-id")),
        refused(
            "no timestamp", WebhookRefusal.MISSING, headers -> headers.remove("webhook-timestamp")),
        refused(
            "no signature", WebhookRefusal.MISSING, headers -> headers.remove("webhook-signature")),
        refused(
            "two ids", WebhookRefusal.AMBIGUOUS, headers -> headers.add("webhook-id", "msg_other")),
        refused(
            "the same id twice",
            WebhookRefusal.AMBIGUOUS,
            headers -> headers.add("webhook-id", Vectors.STANDARD_ID)),
        refused(
            "two timestamps",
            WebhookRefusal.AMBIGUOUS,
            headers -> headers.add("webhook-timestamp", "1614265330")),
        refused(
            "two headers of signatures",
            WebhookRefusal.AMBIGUOUS,
            headers -> headers.add("webhook-signature", good)),
        id("an id with a point", "msg_p5jXN8AQM9LWM0D4loKWxJek.1"),
        id("no id in its header", ""),
        id("two ids in one header", Vectors.STANDARD_ID + ", " + Vectors.STANDARD_ID),
        id("an id without end", "m".repeat(257)),
        timestamp("+1614265330"),
        timestamp("-1614265330"),
        timestamp("1614265330.0"),
        timestamp("01614265330"),
        timestamp(" 1614265330"),
        timestamp(""),
        timestamp("1e9"),
        timestamp("٠"),
        timestamp("9".repeat(13)),
        refused(
            "a time without end",
            WebhookRefusal.TOO_NEW,
            headers -> headers.set("webhook-timestamp", "9".repeat(12))),
        refused(
            "in 1970", WebhookRefusal.TOO_OLD, headers -> headers.set("webhook-timestamp", "0")),
        refused(
            "a second later than signed",
            WebhookRefusal.SIGNATURE,
            headers -> headers.set("webhook-timestamp", "1614265331")),
        refused(
            "another id than signed",
            WebhookRefusal.SIGNATURE,
            headers -> headers.set("webhook-id", "msg_other")),
        signature("only a version that is not known", "v2," + value),
        signature("no comma", "v1" + value),
        signature("no version", value),
        signature("nothing in its header", ""),
        signature("only a comma", ","),
        signature("only a version", "v1,"),
        signature("no base64", "v1,%%%"),
        signature("base64 without its end", good.replace("=", "")),
        signature("base64 with other bits at its end", good.replace("E=", "F=")),
        signature("half a signature", "v1," + value.substring(0, 20)),
        signature("a comma for a space", "v1,x," + good),
        signature("upper case", "V1," + value),
        signature("hexadecimal", "v1," + "ab".repeat(32)),
        signature("of Ed25519, which is not trusted", Vectors.EDWARDS_SIGNATURE),
        signature("our value as one of Ed25519", "v1a," + value),
        signature(
            "of another endpoint's secret",
            signed(WebhookSigner.of(List.of(OURS)), Vectors.STANDARD_BODY)
                .get("webhook-signature")),
        signature("the 21st of them", "v1,x ".repeat(20) + good),
        signature("the last of 10,000", "v1,x ".repeat(9_999) + good));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefused(String what, WebhookRefusal reason, UnaryOperator<MultiMap> change) {
    // Given
    WebhookVerifier verifier = builder().secret(STANDARD).acceptAsapSignature(true).build();
    MultiMap headers = change.apply(standard());

    // When
    WebhookRefusal refusal = refusal(verifier, headers, Vectors.STANDARD_BODY);

    // Then
    assertThat(refusal).as(what).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1a,",
        "v1a,%%%",
        "v1a,AAAA",
        "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg",
        "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAh==",
        "v1a,anO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==",
        "v1,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=="
      })
  void damagedSignaturesByEd25519AreRefused(String signature) {
    // Given
    WebhookVerifier verifier = builder().key(KEY.verifyKey()).build();

    // When
    WebhookRefusal refusal = refusal(verifier, standard(signature), Vectors.STANDARD_BODY);

    // Then
    assertThat(refusal).isEqualTo(WebhookRefusal.SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource({"301, TOO_OLD", "100000000, TOO_OLD", "-301, TOO_NEW", "-100000000, TOO_NEW"})
  void theClocksMayDifferBy300Seconds(long seconds, WebhookRefusal reason) {
    // Given
    WebhookVerifier verifier =
        at(Vectors.STANDARD_TIME.plusSeconds(seconds)).secret(STANDARD).build();

    // When
    WebhookRefusal refusal = refusal(verifier, standard(), Vectors.STANDARD_BODY);

    // Then
    assertThat(refusal).isEqualTo(reason);
  }

  @Test
  void theToleranceCanBeSet() {
    // Given
    WebhookVerifier verifier =
        at(Vectors.STANDARD_TIME.plusSeconds(11))
            .secret(STANDARD)
            .tolerance(Duration.ofSeconds(10))
            .build();

    // When
    WebhookRefusal refusal = refusal(verifier, standard(), Vectors.STANDARD_BODY);

    // Then
    assertThat(refusal).isEqualTo(WebhookRefusal.TOO_OLD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"test\": 2432232314} ", "{\"test\":2432232314}", "", "{\"test\": 1}"})
  void otherBytesAreRefused(String body) {
    // Given
    WebhookVerifier verifier = builder().secret(STANDARD).build();

    // When
    WebhookRefusal refusal = refusal(verifier, standard(), Vectors.bytes(body));

    // Then
    assertThat(refusal).isEqualTo(WebhookRefusal.SIGNATURE);
  }

  @Test
  void theEventIsRead() {
    // Given
    WebhookVerifier verifier = builder().secret(OURS).build();
    MultiMap headers = signed(WebhookSigner.of(List.of(OURS)), EVENT_BODY);

    // When
    WebhookDelivery delivery = verifier.verifyDelivery(headers, EVENT_BODY);

    // Then
    assertThat(delivery)
        .isEqualTo(
            new WebhookDelivery(
                Optional.of(Vectors.STANDARD_ID), Optional.of(Vectors.STANDARD_TIME), EVENT));
    assertThat(verifier.verify(headers, EVENT_BODY)).isEqualTo(EVENT);
  }

  @Test
  void whatIsSignedButNoEventIsToldApart() {
    // Given
    WebhookVerifier verifier = builder().secret(STANDARD).build();

    // When
    WebhookVerificationException refused =
        catchThrowableOfType(
            WebhookVerificationException.class,
            () -> verifier.verify(standard(), Vectors.STANDARD_BODY));

    // Then
    assertThat(refused.reason()).isEqualTo(WebhookRefusal.BODY);
    assertThat(refused)
        .hasMessage("The body of a webhook has a type, a timestamp and an object data");
  }

  @Test
  void aReceiverOfOldOrNewOrBothSeesTheRotation() {
    // Given
    List<List<WebhookSecret>> senders =
        List.of(List.of(STANDARD), List.of(OURS, STANDARD), List.of(OURS));
    WebhookVerifier old = builder().secret(STANDARD).build();
    WebhookVerifier fresh = builder().secret(OURS).build();
    WebhookVerifier both = builder().secret(OURS).secret(STANDARD).build();

    // When
    List<List<Boolean>> seen =
        senders.stream()
            .map(secrets -> signed(WebhookSigner.of(secrets), EVENT_BODY))
            .map(headers -> Stream.of(old, fresh, both).map(one -> believes(one, headers)).toList())
            .toList();

    // Then
    assertThat(seen)
        .containsExactly(
            List.of(true, false, true), List.of(true, true, true), List.of(false, true, true));
  }

  private static boolean believes(WebhookVerifier verifier, MultiMap headers) {
    try {
      verifier.authenticate(headers, EVENT_BODY);
      return true;
    } catch (WebhookVerificationException e) {
      return false;
    }
  }

  private static MultiMap asapAlone(byte[] body) {
    String signature =
        signed(WebhookSigner.of(List.of(OURS)), body).get(WebhookHeaders.ASAP_SIGNATURE);
    return MultiMap.caseInsensitiveMultiMap().add("x-asap-signature", signature);
  }

  @Test
  void theReferencesSignatureAloneIsBelievedByChoice() {
    // Given
    MultiMap headers = asapAlone(EVENT_BODY);
    WebhookVerifier both =
        builder().secret(STANDARD).secret(OURS).acceptAsapSignature(true).build();

    // When
    WebhookDelivery delivery = both.verifyDelivery(headers, EVENT_BODY);

    // Then
    assertThat(delivery).isEqualTo(new WebhookDelivery(Optional.empty(), Optional.empty(), EVENT));
    assertThat(refusal(builder().secret(OURS).build(), headers, EVENT_BODY))
        .isEqualTo(WebhookRefusal.MISSING);
  }

  static Stream<MultiMap> damagedAsap() {
    MultiMap twice = asapAlone(EVENT_BODY);
    String good = twice.get("x-asap-signature");
    return Stream.of(
        asapAlone(Vectors.STANDARD_BODY),
        asapAlone(EVENT_BODY).set("X-ASAP-Signature", ""),
        asapAlone(EVENT_BODY).set("X-ASAP-Signature", good.substring(7)),
        asapAlone(EVENT_BODY).set("X-ASAP-Signature", good.replace("sha256", "sha1")),
        asapAlone(EVENT_BODY).set("X-ASAP-Signature", good + " "),
        asapAlone(EVENT_BODY)
            .set("X-ASAP-Signature", "sha256=" + good.substring(7).toUpperCase(Locale.ROOT)),
        twice.add("X-ASAP-Signature", good));
  }

  @ParameterizedTest
  @MethodSource("damagedAsap")
  void theReferencesSignatureMustFit(MultiMap headers) {
    // Given
    WebhookVerifier verifier = builder().secret(OURS).acceptAsapSignature(true).build();

    // When
    WebhookRefusal refusal = refusal(verifier, headers, EVENT_BODY);

    // Then
    assertThat(refusal).isIn(WebhookRefusal.SIGNATURE, WebhookRefusal.AMBIGUOUS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
  void whoeverSendsOneOfTheOtherHeadersIsHeldToThem(String name) {
    // Given
    WebhookVerifier verifier = builder().secret(OURS).acceptAsapSignature(true).build();
    MultiMap headers = asapAlone(EVENT_BODY).set(name, "1614265330");

    // When
    WebhookRefusal refusal = refusal(verifier, headers, EVENT_BODY);

    // Then
    assertThat(refusal).isEqualTo(WebhookRefusal.MISSING);
  }

  @Test
  void noRefusalRepeatsTheRequest() {
    // Given
    WebhookVerifier verifier = builder().secret(STANDARD).build();
    MultiMap headers =
        headers(
            Map.of(
                "webhook-id", "canary.1",
                "webhook-timestamp", "1614265330",
                "webhook-signature", "v1,canary"));

    // When
    assertThatThrownBy(() -> verifier.verify(headers, "canary".getBytes(StandardCharsets.US_ASCII)))
        // Then
        .isInstanceOf(WebhookVerificationException.class)
        .hasMessageNotContaining("canary");
  }

  @Test
  void whatIsTrustedIsBounded() {
    // Given
    WebhookVerifierBuilder full = builder();
    for (int i = 0; i < 20; i++) {
      full.secret(OURS);
    }
    for (int i = 0; i < 5; i++) {
      full.key(KEY.verifyKey());
    }

    // When
    assertThatThrownBy(() -> full.secret(OURS))
        // Then
        .hasMessage("At most 20 secrets are trusted at once");
    assertThatThrownBy(() -> full.key(KEY.verifyKey()))
        .hasMessage("At most 5 keys are trusted at once");
    assertThatThrownBy(() -> builder().build())
        .hasMessage("A verifier needs a secret or a key to trust");
    assertThatThrownBy(() -> builder().tolerance(Duration.ofMillis(999)))
        .hasMessage("tolerance must be at least a second: PT0.999S");
  }
}
