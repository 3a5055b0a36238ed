package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  /** Counters of nanoseconds may begin anywhere, also shortly before they turn over. */
  private static final long START = Long.MAX_VALUE - SECOND / 2;

  private final TokenBucket bucket = new TokenBucket(10, 10, START);

  private long taken(long nowNanos) {
    return IntStream.range(0, 100).filter(i -> bucket.take(nowNanos)).count();
  }

  @Test
  void tenInARowThenTenASecond() {
    assertThat(taken(START)).isEqualTo(10);
    assertThat(taken(START + SECOND / 20)).isZero();
    assertThat(taken(START + SECOND / 10)).isEqualTo(1);
    assertThat(taken(START + SECOND)).isEqualTo(9);
    assertThat(taken(START + 100 * SECOND)).isEqualTo(10);
  }

  @Test
  void itTellsWhenThereIsOneAgain() {
    // Given
    taken(START);

    // When
    long next = bucket.nextNanos(START + 1);

    // Then
    assertThat(next - START).isBetween(SECOND / 10, SECOND / 10 + 10);
    assertThat(bucket.has(next - 1_000)).isFalse();
    assertThat(bucket.has(next)).isTrue();
  }

  @Test
  void thoseWhoAreRefusedComeAgainOneAfterTheOther() {
    // Given
    taken(START);

    // When
    List<Long> times =
        LongStream.generate(() -> bucket.comeAgain(START) - START).limit(4).boxed().toList();

    // Then
    assertThat(times)
        .containsExactly(SECOND / 10, 2 * SECOND / 10, 3 * SECOND / 10, 4 * SECOND / 10);
  }

  @Test
  void itIsFullAgainAfterAWhile() {
    // Given
    taken(START);

    // When, Then
    assertThat(bucket.isFull(START + SECOND - 1_000)).isFalse();
    assertThat(bucket.isFull(START + SECOND + 1_000)).isTrue();
  }
}
