package dev.roost.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.oauth2.TokenHash;
import dev.roost.platform.gateway.SettableClock;
import dev.roost.spi.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalCacheTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final SettableClock clock = new SettableClock(START);
  private final AuthStatus status =
      AuthStatus.of(
          new AuthConfig(
              AuthConfig.Mode.OAUTH2,
              AuthConfig.RequireTimestamp.AUTO,
              AuthConfig.NonceRule.OFF,
              List.of()));
  private final PrincipalCache cache = new PrincipalCache(clock, status);

  private static TokenHash hash(int i) {
    return TokenHash.of("token-" + i);
  }

  @Test
  void aProofIsKeptForATime() {
    // Given
    cache.keep(hash(1), Principal.ANONYMOUS, MINUTE, status.epoch());

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
    cache.keep(hash(1), Principal.ANONYMOUS, MINUTE, status.epoch());

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
    cache.keep(hash(1), briefly, MINUTE, status.epoch());

    // When
    clock.advance(Duration.ofSeconds(10).minusMillis(1));

    // Then
    assertThat(cache.find(hash(1))).contains(briefly);
    clock.advance(Duration.ofMillis(1));
    assertThat(cache.find(hash(1))).isEmpty();
  }

  @Test
  void whatIsToBeForgottenProvesNothing() {
    // Given
    cache.keep(hash(1), Principal.ANONYMOUS, MINUTE, status.epoch());
    long asked = status.epoch();

    // When
    status.forget();
    cache.keep(hash(2), Principal.ANONYMOUS, MINUTE, asked);
    cache.keep(hash(3), Principal.ANONYMOUS, MINUTE, status.epoch());

    // Then
    assertThat(cache.find(hash(1))).isEmpty();
    assertThat(cache.find(hash(2))).as("asked for before").isEmpty();
    assertThat(cache.find(hash(3))).isPresent();
  }

  @Test
  void aClockThatIsSetBackProlongsNothing() {
    // Given
    cache.keep(hash(1), Principal.ANONYMOUS, MINUTE, status.epoch());

    // When
    clock.advance(Duration.ofSeconds(-1));

    // Then
    assertThat(cache.find(hash(1))).isEmpty();
  }
}
