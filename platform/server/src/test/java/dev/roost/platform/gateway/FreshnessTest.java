package dev.roost.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.json.Codec;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessTest {
  private final Freshness freshness =
      new Freshness(new SettableClock(Instant.parse("2026-01-02T03:04:05.5Z")), true);

  private static Envelope at(String timestamp) {
    return Codec.ENVELOPE.read(
        Buffer.buffer(
            """
            {"id":"e","asap_version":"0.1","sender":"urn:asap:agent:a","timestamp":%s,
             "recipient":"urn:asap:agent:a","payload_type":"x","payload":{}}"""
                .formatted(timestamp)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"0001-01-01\"", "\"9999-12-31T23:59:59.999999Z\"", "0", "-62135596800", "2e10"})
  void theFarPastAndFutureAreRefusedAsSuch(String timestamp) {
    assertThatThrownBy(() -> freshness.check(at(timestamp)))
        .isInstanceOfSatisfying(
            AsapException.class, e -> assertThat(e.error().code()).isEqualTo(-32002));
  }

  @Test
  void aFractionIsWrittenWithSixDigits() {
    assertThatThrownBy(() -> freshness.check(at("\"2020-01-02T03:04:05.25Z\"")))
        .isInstanceOfSatisfying(
            AsapException.class,
            e ->
                assertThat(e.error().data().getJsonObject("details").getString("timestamp"))
                    .isEqualTo("2020-01-02T03:04:05.250000+00:00"));
  }
}
