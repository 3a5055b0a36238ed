package dev.roost.platform.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTokensTest {
  private static final int MAX = RecentTokens.MAX_PER_GENERATION;

  private final RecentTokens<Integer> tokens = new RecentTokens<>();

  private static TokenHash hash(int i) {
    return TokenHash.of("token-" + i);
  }

  @Test
  void theOnesNotedLastAreKept() {
    // Given
    for (int i = 0; i < 2 * MAX; i++) {
      tokens.note(hash(i), i);
    }
    assertThat(tokens.find(hash(0))).isZero();

    // When
    tokens.note(hash(2 * MAX), 2 * MAX);

    // Then
    assertThat(IntStream.rangeClosed(0, 2 * MAX).filter(i -> tokens.find(hash(i)) != null))
        .hasSize(MAX + 1)
        .contains(MAX, 2 * MAX)
        .doesNotContain(MAX - 1);
  }

  @Test
  void whatIsNewTakesTheOldOnesPlace() {
    // Given
    tokens.note(hash(-1), 1);
    for (int i = 0; i < MAX; i++) {
      tokens.note(hash(i), i);
    }

    // When
    tokens.note(hash(-1), 2);

    // Then
    assertThat(tokens.find(hash(-1))).isEqualTo(2);
  }
}
