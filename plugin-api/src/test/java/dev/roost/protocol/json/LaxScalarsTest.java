package dev.roost.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.Envelope;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of scalars that the protocol's reference takes. */
class LaxScalarsTest {
  private static final Codec<Long> INTEGER =
      new Codec<>(JsonTypes.of(LaxNumbers::readInteger, (out, value) -> out.value(value)));
  private static final Codec<Double> NUMBER =
      new Codec<>(JsonTypes.of(LaxNumbers::readNumber, (out, value) -> out.value(value)));
  private static final Codec<Boolean> BOOLEAN =
      new Codec<>(JsonTypes.of(LaxNumbers::readBoolean, (out, value) -> out.value(value)));
  private static final Codec<Instant> INSTANT = new Codec<>(JsonTypes.INSTANT);

  private static void assertRefused(Codec<?> codec, String json) {
    assertThatThrownBy(() -> codec.read(Buffer.buffer(json)))
        .isInstanceOf(InvalidMessageException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"2026-01-02T03:04:05Z\"|2026-01-02T03:04:05Z",
        "\"2026-01-02t03:04:05z\"|2026-01-02T03:04:05Z",
        "\"2026-01-02 03:04:05\"|2026-01-02T03:04:05Z",
        "\"2026-01-02_03:04:05\"|2026-01-02T03:04:05Z",
        "\"2026-01-02T03:04\"|2026-01-02T03:04:00Z",
        "\"2026-01-02T03:04Z\"|2026-01-02T03:04:00Z",
        "\"2026-01-02T03:04:05.5\"|2026-01-02T03:04:05.500Z",
        "\"2026-01-02T03:04:05.123456789Z\"|2026-01-02T03:04:05.123456Z",
        "\"2026-01-02T03:04:05,25Z\"|2026-01-02T03:04:05.250Z",
        "\"2026-01-02T03:04:05+02:00\"|2026-01-02T01:04:05Z",
        "\"2026-01-02T03:04:05-0230\"|2026-01-02T05:34:05Z",
        "\"2026-01-02\"|2026-01-02T00:00:00Z",
        "\"2024-02-29\"|2024-02-29T00:00:00Z",
        "1767323045|2026-01-02T03:04:05Z",
        "1767323045.25|2026-01-02T03:04:05.250Z",
        "\"1767323045\"|2026-01-02T03:04:05Z",
        "1767323045000|2026-01-02T03:04:05Z",
        "\"1767323045000\"|2026-01-02T03:04:05Z",
        "20000000000|2603-10-11T11:33:20Z",
        "20000000001|1970-08-20T11:33:20.001Z",
        "0|1970-01-01T00:00:00Z",
        "-1|1969-12-31T23:59:59Z",
        "-1.5|1969-12-31T23:59:58.500Z",
        "\"-1\"|1969-12-31T23:59:59Z"
      })
  void timestamps(String json, Instant expected) {
    assertThat(INSTANT.read(Buffer.buffer(json))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\" 2026-01-02T03:04:05Z\"",
        "\"\"",
        "\"now\"",
        "true",
        "false",
        "[]",
        "{}",
        "\"2026\u002d01\"",
        "\"2026-1-2\"",
        "\"2026-13-01\"",
        "\"2026-02-30\"",
        "\"2025-02-29\"",
        "\"2026-01-02T24:00:00\"",
        "\"2026-01-02T03:60:00\"",
        "\"2026-01-02T03:04:60Z\"",
        "\"2026-01-02T03:04:05.Z\"",
        "\"2026-01-02T03\"",
        "\"2026-01-02T03:04:05+25:00\"",
        "\"2026-01-02T03:04:05ZZ\"",
        "\"2026-01-02X03:04:05\"",
        "\"2026-01-02T03:04:05Z\\n\"",
        "\"0000-01-01\"",
        "1e17",
        "-1e17",
        "1e300",
        "\"1e9\"",
        "\"infinity\"",
        "253402300800000"
      })
  void whatIsNoTimestamp(String json) {
    assertRefused(INSTANT, json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5|5",
        "-5|-5",
        "1.0|1",
        "1e2|100",
        "\"5\"|5",
        "\" 5 \"|5",
        "\"+5\"|5",
        "\"5.0\"|5",
        "true|1",
        "false|0",
        "9007199254740993|9007199254740993"
      })
  void integers(String json, long expected) {
    assertThat(INTEGER.read(Buffer.buffer(json))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "\"1.5\"",
        "\"\"",
        "\"five\"",
        "\"0x5\"",
        "\"1e2\"",
        "null",
        "[]",
        "{}",
        "99999999999999999999",
        "1e19",
        "\"NaN\""
      })
  void whatIsNoInteger(String json) {
    assertRefused(INTEGER, json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5|5",
        "0.5|0.5",
        "\"0.5\"|0.5",
        "\" 0.5 \"|0.5",
        "\".5\"|0.5",
        "\"5.\"|5",
        "\"1e2\"|100",
        "\"-1\"|-1",
        "true|1",
        "false|0"
      })
  void numbers(String json, double expected) {
    assertThat(NUMBER.read(Buffer.buffer(json))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"x\"",
        "\"NaN\"",
        "\"inf\"",
        "\"1e999\"",
        "\"0x1p3\"",
        "\"1f\"",
        "\"1d\"",
        "null",
        "[]",
        "{}"
      })
  void whatIsNoNumber(String json) {
    assertRefused(NUMBER, json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true|true",
        "false|false",
        "1|true",
        "0|false",
        "1.0|true",
        "0.0|false",
        "\"true\"|true",
        "\"TRUE\"|true",
        "\"yes\"|true",
        "\"on\"|true",
        "\"t\"|true",
        "\"Y\"|true",
        "\"1\"|true",
        "\"false\"|false",
        "\"No\"|false",
        "\"off\"|false",
        "\"F\"|false",
        "\"n\"|false",
        "\"0\"|false"
      })
  void booleans(String json, boolean expected) {
    assertThat(BOOLEAN.read(Buffer.buffer(json))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2", "-1", "0.5", "\"\"", "\" true\"", "\"maybe\"", "\"2\"", "null", "[]", "{}"})
  void whatIsNoBoolean(String json) {
    assertRefused(BOOLEAN, json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "1.5", "[]", "{}"})
  void stringsAreStringsOnly(String json) {
    assertRefused(
        Codec.ENVELOPE,
        """
        {"asap_version":%s,"sender":"urn:asap:agent:a","recipient":"urn:asap:agent:a",
         "payload_type":"x","payload":{}}"""
            .formatted(json));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05Z,2026-01-02T03:04:05.000Z",
    "2026-01-02T03:04:05.5Z,2026-01-02T03:04:05.500Z",
    "2026-01-02T03:04:05.000001Z,2026-01-02T03:04:05.000001Z",
    "2026-01-02T04:04:05+01:00,2026-01-02T03:04:05.000Z"
  })
  void timestampsAreWrittenInUtcWithThreeOrSixDigits(String read, String written) {
    // Given
    Envelope envelope =
        Codec.ENVELOPE.read(
            Buffer.buffer(
                """
                {"asap_version":"0.1","sender":"urn:asap:agent:a","recipient":"urn:asap:agent:a",
                 "timestamp":"%s","payload_type":"x","payload":{}}"""
                    .formatted(read)));

    // When / Then
    assertThat(Codec.ENVELOPE.write(envelope).toString())
        .contains("\"timestamp\":\"" + written + "\"");
  }
}
