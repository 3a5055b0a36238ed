package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisablingRuleTest {
  private static final Instant FIRST = Instant.parse("2026-03-04T05:06:07Z");

  @ParameterizedTest
  @CsvSource({
    "PT0S, PT0S, false",
    "PT71H, PT71H59M59S, false",
    "PT71H, PT72H, true",
    "PT12H, PT72H, true",
    "PT11H59M59S, PT72H, false",
    "PT0S, PT1000H, false"
  })
  void onlyFailuresForThreeDaysHalfADayApart(Duration last, Duration now, boolean due) {
    assertThat(DisablingRule.isDue(FIRST, FIRST.plus(last), FIRST.plus(now))).isEqualTo(due);
  }
}
