package dev.roost.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.AuthConfig;
import dev.roost.platform.auth.AuthConfig.Mode;
import dev.roost.platform.auth.AuthConfig.NonceRule;
import dev.roost.platform.auth.AuthConfig.RequireTimestamp;
import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The replay guards, over HTTP, with a clock that stands still. */
class TimestampAndNonceTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static TestNode optional;
  private static TestNode required;

  @BeforeAll
  static void start() {
    optional = node(NonceRule.OPTIONAL);
    required = node(NonceRule.REQUIRED);
  }

  private static TestNode node(NonceRule rule) {
    return TestNode.with()
        .clock(new SettableClock(NOW))
        .auth(new AuthConfig(Mode.NONE, RequireTimestamp.AUTO, rule, List.of()))
        .start();
  }

  @AfterAll
  static void stop() {
    optional.close();
    required.close();
  }

  private static String at(Object timestamp) {
    return Requests.around(Requests.envelope(TestNode.ECHO, "echo").put("timestamp", timestamp))
        .encode();
  }

  private static String nonce(Object nonce) {
    return Requests.around(
            Requests.envelope(TestNode.ECHO, "echo")
                .put("timestamp", NOW.toString())
                .put("extensions", new JsonObject().put("nonce", nonce)))
        .encode();
  }

  private static JsonObject timestampError(String message, JsonObject details) {
    return new JsonObject()
        .put("code", -32002)
        .put("message", message)
        .put(
            "data",
            new JsonObject()
                .put("code", "asap:protocol/invalid_timestamp")
                .put("rpc_code", -32002)
                .put("message", message)
                .put("details", details)
                .put("retry_after_ms", 5000)
                .put("fallback_action", "resend_with_fresh_timestamp")
                .put("recoverable", true)
                .put("asap_taxonomy_code", "asap:protocol/invalid_timestamp")
                .put("error", "Invalid envelope timestamp"));
  }

  private static JsonObject nonceError(String message, JsonObject details) {
    return new JsonObject()
        .put("code", -32003)
        .put("message", message)
        .put(
            "data",
            new JsonObject()
                .put("code", "asap:protocol/invalid_nonce")
                .put("rpc_code", -32003)
                .put("message", message)
                .put("details", details)
                .put("recoverable", false)
                .put("asap_taxonomy_code", "asap:protocol/invalid_nonce")
                .put("error", "Invalid envelope nonce"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02T03:04:05Z",
        "2026-01-02T02:59:05Z", // 300 s ago
        "2026-01-02T03:04:35Z", // 30 s ahead
        "2026-01-02T03:04:05", // naive: UTC
        "2026-01-02T04:04:05+01:00"
      })
  void insideTheWindowIsServed(String timestamp) {
    assertThat(optional.post(at(timestamp)).json().containsKey("result")).isTrue();
  }

  @Test
  void tooOldIsRefused() {
    // When
    Wire.Answer answer = optional.post(at("2026-01-02T02:57:25Z"));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.error())
        .isEqualTo(
            timestampError(
                "Envelope timestamp is too old: 400.0 seconds (max: 300 seconds)",
                new JsonObject()
                    .put("timestamp", "2026-01-02T02:57:25+00:00")
                    .put("age_seconds", 400.0)
                    .put("envelope_id", "env-1")
                    .put("max_age_seconds", 300)));
  }

  @Test
  void tooFarAheadIsRefused() {
    // When
    Wire.Answer answer = optional.post(at("2026-01-02T03:04:36Z"));

    // Then
    assertThat(answer.error())
        .isEqualTo(
            timestampError(
                "Envelope timestamp is too far in the future: 31.0 seconds (max tolerance: 30"
                    + " seconds)",
                new JsonObject()
                    .put("timestamp", "2026-01-02T03:04:36+00:00")
                    .put("future_offset_seconds", 31.0)
                    .put("envelope_id", "env-1")
                    .put("max_future_tolerance_seconds", 30)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-02T02:59:04.999Z", "2026-01-02T03:04:35.001Z"})
  void oneMillisecondBeyondTheBoundIsRefused(String timestamp) {
    assertThat(optional.post(at(timestamp)).error().getInteger("code")).isEqualTo(-32002);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-02T02:59:04.999999Z", "2026-01-02T03:04:35.000001Z"})
  void oneMicrosecondBeyondTheBoundIsRefused(String timestamp) {
    assertThat(optional.post(at(timestamp)).error().getInteger("code")).isEqualTo(-32002);
  }

  @Test
  void anAbsentTimestampIsServedOnlyWhereNothingDependsOnIt() {
    // When
    Wire.Answer served = optional.post(at(null));
    Wire.Answer refused = required.post(at(null));

    // Then
    assertThat(served.json().containsKey("result")).isTrue();
    assertThat(refused.error().getInteger("code")).isEqualTo(-32002);
    assertThat(refused.error().getJsonObject("data").getString("fallback_action"))
        .isEqualTo("resend_with_fresh_timestamp");
  }

  @Test
  void aNonceIsTakenOnce() {
    // Given
    String request = nonce("n-1");

    // When
    Wire.Answer first = optional.post(request);
    Wire.Answer second = optional.post(request);

    // Then
    assertThat(first.json().containsKey("result")).isTrue();
    assertThat(second.error())
        .isEqualTo(
            nonceError(
                "Duplicate nonce detected: n-1",
                new JsonObject().put("nonce", "n-1").put("envelope_id", "env-1")));
  }

  @Test
  void whatIsNoNonceIsRefused() {
    for (Object bad : new Object[] {"", 5, true, null, new JsonArray(), new JsonObject()}) {
      // When
      Wire.Answer answer = optional.post(nonce(bad));

      // Then
      assertThat(answer.error())
          .isEqualTo(
              nonceError(
                  "Nonce must be a non-empty string of at most 256 characters",
                  new JsonObject().put("envelope_id", "env-1")));
    }
  }

  @Test
  void anAbsentNonceIsRefusedOnlyWhereOneIsDue() {
    // Given
    String without = at(NOW.toString());

    // When
    Wire.Answer served = optional.post(without);
    Wire.Answer refused = required.post(without);

    // Then
    assertThat(served.json().containsKey("result")).isTrue();
    assertThat(refused.error().getInteger("code")).isEqualTo(-32003);
    assertThat(required.post(nonce("n-2")).json().containsKey("result")).isTrue();
  }

  @Test
  void aNonceUsedTwiceInOneBatchIsServedOnce() {
    // Given
    String request = nonce("n-batch");

    // When
    JsonArray answers = optional.post("[" + request + "," + request + "]").array();

    // Then
    assertThat(answers.getJsonObject(0).containsKey("result")).isTrue();
    assertThat(answers.getJsonObject(1).getJsonObject("error").getInteger("code"))
        .isEqualTo(-32003);
  }
}
