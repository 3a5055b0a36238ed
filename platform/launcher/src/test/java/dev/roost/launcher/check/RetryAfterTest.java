package dev.roost.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @CsvSource({
    "'2', 2000",
    "'0.25', 250",
    "'0', 0",
    "'-5', 0",
    "'Fri, 02 Jan 2026 03:04:08 GMT', 3000",
    "'Fri, 02 Jan 2026 03:04:00 GMT', 0",
    "'', 1000",
    "'soon', 1000",
    "'1e300', 1000000000000"
  })
  void isReadInAllItsForms(String value, long millis) {
    assertThat(RetryAfter.of(value, NOW)).isEqualTo(Duration.ofMillis(millis));
  }
}
