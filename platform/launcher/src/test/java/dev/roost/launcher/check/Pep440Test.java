package dev.roost.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pep440Test {
  private static final Pep440 FIRST = Pep440.parse("0.1").orElseThrow();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1",
        "v0.1",
        "0.1.0",
        "0.1.post1",
        "0.1-1",
        "0.1.post1.dev2",
        "0.1+local.5",
        "0.1.1rc1",
        "0.2.dev1",
        "1.0a1",
        "10",
        "1!0.0.1",
        " 0.1 "
      })
  void isNotBeforeTheFirst(String version) {
    assertThat(Pep440.parse(version).orElseThrow().isAtLeast(FIRST)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "0.0.9", "0.1a1", "0.1rc1", "0.1.dev1", "0.1-beta.2", "0.1rc1.post1"})
  void isBeforeTheFirst(String version) {
    assertThat(Pep440.parse(version).orElseThrow().isAtLeast(FIRST)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "banana", "1.0.0-SNAPSHOT", "1.0.0.Final", "1..0", "1.0-", "1.0-M1"})
  void isNoVersion(String text) {
    assertThat(Pep440.parse(text)).isEmpty();
  }
}
