package dev.roost.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.protocol.RpcError;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong(5 * SECOND);

  private RateLimiter limiter(String limits) {
    return new RateLimiter(RateLimit.parse(limits), now::get);
  }

  private static boolean isAdmitted(RateLimiter limiter, int hits) {
    return limiter.hit("client", hits).isEmpty();
  }

  private static long retryAfter(RateLimiter limiter, int hits) {
    RpcError refusal = limiter.hit("client", hits).orElseThrow();
    return ((Number) refusal.data().getValue("retry_after")).longValue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE - 10, 7_777_777_777L})
  void theLimitHoldsWhereverTheClockBegins(long origin) {
    // Given
    now.set(origin);
    RateLimiter limiter = limiter("3/second");

    // When / Then
    assertThat(isAdmitted(limiter, 1)).isTrue();
    assertThat(isAdmitted(limiter, 2)).isTrue();
    assertThat(isAdmitted(limiter, 1)).isFalse();
    now.addAndGet(2 * SECOND);
    assertThat(isAdmitted(limiter, 3)).isTrue();
  }

  @Test
  void theWindowMoves() {
    // Given
    RateLimiter limiter = limiter("10/second");
    assertThat(isAdmitted(limiter, 10)).isTrue();

    // When / Then
    now.addAndGet(SECOND); // the hits before weigh in full
    assertThat(isAdmitted(limiter, 1)).isFalse();
    now.addAndGet(SECOND / 2); // half of them
    assertThat(isAdmitted(limiter, 5)).isTrue();
    assertThat(isAdmitted(limiter, 1)).isFalse();
  }

  @Test
  void refusedHitsDoNotCount() {
    // Given
    RateLimiter limiter = limiter("10/minute");
    assertThat(isAdmitted(limiter, 9)).isTrue();

    // When
    assertThat(isAdmitted(limiter, 2)).isFalse();

    // Then
    assertThat(isAdmitted(limiter, 1)).isTrue();
  }

  @Test
  void everyLimitMustBeKept() {
    // Given
    RateLimiter limiter = limiter("2/second;3/minute");

    // When / Then
    assertThat(isAdmitted(limiter, 2)).isTrue();
    assertThat(limiter.hit("client", 1).orElseThrow().data().getString("limit"))
        .isEqualTo("2 per 1 second");
    now.addAndGet(3 * SECOND);
    assertThat(isAdmitted(limiter, 1)).isTrue();
    assertThat(limiter.hit("client", 1).orElseThrow().data().getString("limit"))
        .isEqualTo("3 per 1 minute");
  }

  @Test
  void clientsDoNotDisturbEachOther() {
    // Given
    RateLimiter limiter = limiter("1/second");

    // When / Then
    assertThat(limiter.hit("a", 1)).isEmpty();
    assertThat(limiter.hit("b", 1)).isEmpty();
    assertThat(limiter.hit("a", 1)).isPresent();
  }

  @Test
  void whoWaitsAsLongAsToldIsAdmitted() {
    // Given
    Random random = new Random(42);
    for (int round = 0; round < 2_000; round++) {
      RateLimiter limiter = limiter(1 + random.nextInt(30) + "/minute");
      int hits = 1;
      while (isAdmitted(limiter, hits)) {
        now.addAndGet(random.nextInt(4) * SECOND / 2);
      }

      // When
      long wait = retryAfter(limiter, hits);
      now.addAndGet(wait * SECOND);

      // Then
      assertThat(wait).isBetween(1L, 120L);
      assertThat(isAdmitted(limiter, hits)).as("round " + round + ", " + wait + " s").isTrue();
      now.addAndGet(500 * SECOND);
    }
  }

  @Test
  void theWaitIsNoLongerThanNeeded() {
    // Given
    RateLimiter limiter = limiter("10/minute");
    assertThat(isAdmitted(limiter, 10)).isTrue();
    now.addAndGet(30 * SECOND);

    // When / Then
    assertThat(retryAfter(limiter, 1)).isBetween(36L, 37L); // 6 s into the next window
    now.addAndGet(35 * SECOND);
    assertThat(isAdmitted(limiter, 1)).isFalse();
  }

  @Test
  void moreHitsThanTheLimitNeverFitAndSayAFiniteWait() {
    assertThat(retryAfter(limiter("10/minute"), 11)).isEqualTo(120);
  }

  @Test
  void offMeansNoLimit() {
    assertThat(isAdmitted(limiter("off"), Integer.MAX_VALUE)).isTrue();
  }

  @Test
  void clientsAreForgottenRatherThanHeapedUp() {
    // Given
    RateLimiter limiter = limiter("1/second");
    for (int i = 0; i < RateLimiter.MAX_CLIENTS; i++) {
      limiter.hit("client-" + i, 1);
    }
    now.addAndGet(3 * SECOND);

    // When
    limiter.hit("one more", 1);

    // Then
    assertThat(limiter.clients()).isEqualTo(1);
    for (int i = 0; i < 2 * RateLimiter.MAX_CLIENTS; i++) {
      limiter.hit("other-" + i, 1);
    }
    assertThat(limiter.clients()).isLessThanOrEqualTo(RateLimiter.MAX_CLIENTS);
  }

  @Test
  void manyThreadsShareOneLimit() throws Exception {
    // Given
    RateLimiter limiter = limiter("1000/day");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Callable<Integer> client =
        () -> {
          int admitted = 0;
          for (int i = 0; i < 500; i++) {
            admitted += isAdmitted(limiter, 1) ? 1 : 0;
          }
          return admitted;
        };

    // When
    int admitted = 0;
    List<Callable<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      clients.add(client);
    }
    for (Future<Integer> one : threads.invokeAll(clients)) {
      admitted += one.get();
    }
    threads.shutdown();

    // Then
    assertThat(admitted).isEqualTo(1_000);
  }

  @Test
  void limitsAreReadAndSaid() {
    assertThat(RateLimit.parse("10/second;100/minute"))
        .containsExactly(new RateLimit(10, 1), new RateLimit(100, 60));
    assertThat(RateLimit.parse(" 5/hour ; 6/day "))
        .containsExactly(new RateLimit(5, 3_600), new RateLimit(6, 86_400));
    assertThat(RateLimit.parse("off")).isEmpty();
    assertThat(new RateLimit(7, 3_600)).hasToString("7 per 1 hour");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "0/second",
        "-1/second",
        "10/week",
        "10/second,5/day",
        "1e3/second",
        "9999999999/day"
      })
  void whatIsNoLimitIsRefused(String text) {
    assertThatThrownBy(() -> RateLimit.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a rate limit such as 10/second");
  }
}
