package dev.roost.platform.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final List<String> PARTS =
      Stream.of("", "a", "a/b", "a0", "a%", "%", "~", "é", "☃", "\u0000", "\n", " ", "\uD83D\uDE00")
          .toList();

  @Test
  void keysArePlainAndTellTheirPartsApart() {
    // Given
    Stream<String> pairs =
        PARTS.stream().flatMap(one -> PARTS.stream().map(other -> Keys.of(one, other)));

    // When
    List<String> keys = Stream.concat(pairs, PARTS.stream().map(Keys::of)).toList();

    // Then
    assertThat(keys)
        .doesNotHaveDuplicates()
        .allMatch(key -> StandardCharsets.US_ASCII.newEncoder().canEncode(key))
        .allMatch(key -> key.chars().allMatch(unit -> unit > ' ' && unit < '~'))
        .allMatch(key -> key.compareTo(Keys.LAST) < 0);
  }

  @Test
  void whatBeginsWithAPartIsBetweenItsBounds() {
    // Given
    String task = "task_1";

    // When
    String key = Keys.of(task, Keys.number(7));

    // Then
    assertThat(key).isBetween(Keys.from(task), Keys.behind(task));
    assertThat(Keys.of("task_10", Keys.number(7))).isGreaterThan(Keys.behind(task));
    assertThat(Keys.of("task_", Keys.number(7))).isLessThan(Keys.from(task));
    assertThat(Keys.of(task)).isLessThan(Keys.from(task));
  }

  @Test
  void aNumberAndAHashAreWrittenAsAnyParts() {
    // Given
    String hash = Keys.hash("caller", "key");

    // When
    String key = Keys.of(1_789, hash);

    // Then
    assertThat(key).isEqualTo(Keys.of(Keys.number(1_789), hash));
    assertThat(Keys.firstNumber(key)).isEqualTo(1_789);
  }
}
