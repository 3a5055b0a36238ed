package dev.roost.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.auth.oauth2.TokenHash;
import org.junit.jupiter.api.Test;

class LastHashTest {
  private final LastHash hashes = new LastHash();

  @Test
  void theSameTextIsHashedOnce() {
    // Given
    String shown = "Bearer token";
    TokenHash first = hashes.of(shown);

    // When
    TokenHash second = hashes.of(shown);

    // Then
    assertThat(second).isSameAs(first).isEqualTo(TokenHash.of("Bearer token"));
  }

  @Test
  void anotherTextHasAnotherHash() {
    // Given
    TokenHash first = hashes.of("Bearer token");

    // When
    TokenHash second = hashes.of("Bearer other");

    // Then
    assertThat(second).isNotEqualTo(first).isEqualTo(TokenHash.of("Bearer other"));
    assertThat(hashes.of("Bearer token")).isEqualTo(first);
  }
}
