package dev.roost.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.oauth2.TokenHash;
import dev.roost.platform.gateway.SettableClock;
import dev.roost.spi.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalCacheTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final SettableClock clock = new SettableClock(START);
  private final PrincipalCache cache = new PrincipalCache(clock);

  private static TokenHash hash(int i) {
    return TokenHash.of("token-" + i);
  }

  @Test
  void aProofIsKeptForATime() {
    // Given
    cache.keep(hash(1), Principal.ANONYMOUS, MINUTE);

    // When / Then
    clock.advance(MINUTE.minusMillis(1));
    assertThat(cache.find(hash(1))).contains(Principal.ANONYMOUS);
    clock.advance(Duration.ofMillis(1));
    assertThat(cache.find(hash(1))).isEmpty();
    assertThat(cache.find(hash(2))).isEmpty();
  }

  @Test
  void lookingDoesNotProlong() {
    // Given
    cache.keep(hash(1), Principal.ANONYMOUS, MINUTE);

    // When
    for (int i = 0; i < 61; i++) {
      clock.advance(Duration.ofSeconds(1));
      cache.find(hash(1));
    }

    // Then
    assertThat(cache.find(hash(1))).isEmpty();
  }

  @Test
  void noProofIsKeptBeyondItsEnd() {
    // Given
    Principal briefly =
        new Principal(
            "subject",
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Optional.of(START.plusSeconds(10)));
    cache.keep(hash(1), briefly, MINUTE);

    // When
    clock.advance(Duration.ofSeconds(10).minusMillis(1));

    // Then
    assertThat(cache.find(hash(1))).contains(briefly);
    clock.advance(Duration.ofMillis(1));
    assertThat(cache.find(hash(1))).isEmpty();
  }

  @Test
  void aClockThatIsSetBackProlongsNothing() {
    // Given
    cache.keep(hash(1), Principal.ANONYMOUS, MINUTE);

    // When
    clock.advance(Duration.ofSeconds(-1));

    // Then
    assertThat(cache.find(hash(1))).isEmpty();
  }
}
