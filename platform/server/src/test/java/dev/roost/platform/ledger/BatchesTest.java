package dev.roost.platform.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private final TestingUsage store = new TestingUsage();
  private final Batches<String> batches =
      new Batches<>("texts", 3, 5, store, Optional.of(lost -> "lost " + lost));

  private void put(int from, int to) {
    IntStream.rangeClosed(from, to).forEach(i -> batches.put("t" + i));
  }

  @Test
  void whatWaitsIsWrittenTogetherInItsOrder() throws Exception {
    // Given
    put(1, 5);

    // When
    boolean taken = batches.write();

    // Then
    assertThat(taken).isTrue();
    assertThat(store.batches()).containsExactly(List.of("t1", "t2", "t3"), List.of("t4", "t5"));
    assertThat(batches.written()).isEqualTo(5);
    assertThat(batches.size()).isZero();
  }

  @Test
  void whatIsMoreThanMayWaitIsDroppedCountedAndToldInItsPlace() throws Exception {
    // Given
    put(1, 7);
    assertThat(batches.size()).isEqualTo(5);

    // When
    batches.write();
    put(8, 8);
    batches.write();

    // Then
    assertThat(batches.dropped()).isEqualTo(2);
    assertThat(store.batches().stream().flatMap(List::stream))
        .containsExactly("t1", "t2", "t3", "t4", "t5", "lost 2", "t8");
  }

  @Test
  void whileTheStoreIsAwayTheyWaitAndNoneIsLost() throws Exception {
    // Given
    store.goAway();
    put(1, 4);
    boolean taken = batches.write();

    // When
    store.comeBack();
    put(5, 6);
    batches.write();

    // Then
    assertThat(taken).isFalse();
    assertThat(store.batches().stream().flatMap(List::stream))
        .containsExactly("t1", "t2", "t3", "t4", "t5", "t6");
    assertThat(batches.dropped()).isZero();
    assertThat(batches.failing()).isFalse();
  }

  @Test
  void whatTheStoreWillNeverTakeDoesNotHoldUpTheRest() throws Exception {
    // Given
    store.breakDown();
    put(1, 3);
    batches.write();

    // When
    store.comeBack();
    put(4, 4);
    batches.write();

    // Then
    assertThat(store.batches().stream().flatMap(List::stream)).containsExactly("lost 3", "t4");
    assertThat(batches.dropped()).isEqualTo(3);
  }

  @Test
  void fromManyThreadsAllAreWrittenOrCounted() throws Exception {
    // Given
    Batches<String> many = new Batches<>("texts", 100, 1_000, store, Optional.empty());
    ExecutorService threads = Executors.newFixedThreadPool(4);

    // When
    for (int thread = 0; thread < 4; thread++) {
      threads.execute(() -> IntStream.range(0, 10_000).forEach(i -> many.put("t")));
    }
    threads.shutdown();
    while (!threads.awaitTermination(1, TimeUnit.MILLISECONDS)) {
      many.write();
    }
    many.write();

    // Then
    assertThat(many.written() + many.dropped()).isEqualTo(40_000);
    assertThat(many.written()).isEqualTo(store.batches().stream().mapToLong(List::size).sum());
  }
}
