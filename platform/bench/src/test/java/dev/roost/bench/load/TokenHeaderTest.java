package dev.roost.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.bench.RequestTemplate;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenHeaderTest {
  private static final int USED = 200;

  /** Two of 200 in a second. */
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(500);

  private long now = 5;

  private TokenHeader header(int count) {
    List<byte[]> tokens =
        IntStream.range(0, count).mapToObj(i -> ("token-" + i).getBytes(US_ASCII)).toList();
    return new TokenHeader(USED, tokens, () -> now);
  }

  private static String next(TokenHeader header) {
    ByteBuffer target = ByteBuffer.allocate(header.maxLength());
    header.put(target, new RequestWriter(RequestTemplate.body()));
    return new String(target.array(), 0, target.position(), US_ASCII);
  }

  private static List<String> round(TokenHeader header) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < USED; i++) {
      lines.add(next(header));
    }
    return lines;
  }

  private static String line(int token) {
    return "Authorization: Bearer token-" + token + "\r\n";
  }

  @Test
  void allTakeTurns() {
    // Given
    TokenHeader header = header(300);

    // When
    List<String> first = round(header);

    // Then
    assertThat(first).isEqualTo(IntStream.range(0, USED).mapToObj(i -> line(i)).toList());
    assertThat(round(header)).isEqualTo(first);
    assertThat(header.replaced()).isZero();
  }

  @Test
  void oneInAHundredIsReplacedEachSecondTheOldestFirst() {
    // Given
    TokenHeader header = header(300);
    round(header);

    // When
    for (int i = 0; i < 100; i++) {
      now += INTERVAL / 25;
      next(header);
    }
    while (!next(header).equals(line(USED - 1))) {
      // to the end of the round
    }

    // Then
    assertThat(header.replaced()).isEqualTo(4);
    assertThat(round(header))
        .startsWith(line(200), line(201), line(202), line(203), line(4))
        .doesNotHaveDuplicates();
  }

  @Test
  void aPauseReplacesNothing() {
    // Given
    TokenHeader header = header(300);
    next(header);

    // When
    now += TimeUnit.MINUTES.toNanos(1);
    next(header);

    // Then
    assertThat(header.replaced()).isEqualTo(1);
  }

  @Test
  void noTokenComesBackWhenAllHaveBeenShown() {
    // Given
    TokenHeader header = header(TokenHeader.needed(USED, 1));
    for (int i = 0; i < 2; i++) {
      now += INTERVAL;
      next(header);
    }

    // When
    now += INTERVAL;

    // Then
    assertThatThrownBy(() -> next(header))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("All tokens have been shown");
  }
}
