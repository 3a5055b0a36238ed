package dev.roost.platform.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.gateway.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnknownKeysTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final UnknownKeys keys = new UnknownKeys(clock);

  @Test
  void twoNamesAtOnceThenOneInAWhile() {
    // Given
    assertThat(keys.take("a")).isTrue();
    assertThat(keys.take("b")).isTrue();
    assertThat(keys.take("c")).isFalse();

    // When
    clock.advance(UnknownKeys.PAUSE);

    // Then
    assertThat(keys.take("c")).isTrue();
    assertThat(keys.take("d")).isFalse();
  }

  @Test
  void aLongRestSavesUpNoMoreThanTwo() {
    // Given
    keys.take("a");

    // When
    clock.advance(Duration.ofHours(1));

    // Then
    assertThat(keys.take("b")).isTrue();
    assertThat(keys.take("c")).isTrue();
    assertThat(keys.take("d")).isFalse();
  }

  @Test
  void aNameThatWasRefusedForWantOfFetchesWasNotLookedFor() {
    // Given
    keys.take("a");
    keys.take("b");
    keys.take("new");

    // When
    clock.advance(UnknownKeys.PAUSE);

    // Then
    assertThat(keys.take("new")).isTrue();
  }

  @Test
  void aClockThatIsSetBackHoldsNothingUpForLong() {
    // Given
    keys.take("a");
    keys.take("b");

    // When
    clock.advance(Duration.ofHours(-1));

    // Then
    assertThat(keys.take("a")).isTrue();
    assertThat(keys.take("c")).isFalse();
    clock.advance(UnknownKeys.PAUSE);
    assertThat(keys.take("c")).isTrue();
  }
}
