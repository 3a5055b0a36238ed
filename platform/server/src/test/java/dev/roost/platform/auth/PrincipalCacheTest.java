package dev.roost.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.oauth2.TokenHash;
import dev.roost.spi.Principal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PrincipalCacheTest {
  private final AtomicLong now = new AtomicLong(-7);
  private final PrincipalCache cache = new PrincipalCache(now::get);

  private static TokenHash hash(int i) {
    return TokenHash.of("token-" + i);
  }

  @Test
  void aProofIsKeptForAMinute() {
    // Given
    cache.keep(hash(1), Principal.ANONYMOUS);

    // When / Then
    now.addAndGet(Duration.ofSeconds(60).toNanos());
    assertThat(cache.find(hash(1))).contains(Principal.ANONYMOUS);
    now.addAndGet(1);
    assertThat(cache.find(hash(1))).isEmpty();
    assertThat(cache.find(hash(2))).isEmpty();
  }

  @Test
  void lookingDoesNotProlong() {
    // Given
    cache.keep(hash(1), Principal.ANONYMOUS);

    // When
    for (int i = 0; i < 61; i++) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      cache.find(hash(1));
    }

    // Then
    assertThat(cache.find(hash(1))).isEmpty();
  }

  @Test
  void theOnesUsedLastAreKept() {
    // Given
    for (int i = 0; i < PrincipalCache.MAX_ENTRIES; i++) {
      cache.keep(hash(i), Principal.ANONYMOUS);
    }
    cache.find(hash(0));

    // When
    cache.keep(hash(-1), Principal.ANONYMOUS);

    // Then
    assertThat(cache.find(hash(0))).isPresent();
    assertThat(cache.find(hash(1))).isEmpty();
    assertThat(cache.find(hash(2))).isPresent();
    assertThat(cache.find(hash(-1))).isPresent();
  }
}
