package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionLimitsTest {
  @Test
  void eachAddressHasItsOwnShare() {
    // Given
    ConnectionLimits limits = new ConnectionLimits(3, 2);

    // When / Then
    assertThat(limits.enter("a")).isTrue();
    assertThat(limits.enter("a")).isTrue();
    assertThat(limits.enter("a")).isFalse();
    assertThat(limits.enter("b")).isTrue();
    assertThat(limits.enter("c")).isFalse();
    assertThat(limits.total()).isEqualTo(3);
    limits.exit("a");
    assertThat(limits.enter("c")).isTrue();
    limits.exit("a");
    assertThat(limits.enter("a")).isTrue();
  }

  @Test
  void nothingIsLeftWhenAllHaveGone() {
    // Given
    ConnectionLimits limits = new ConnectionLimits(2, 1);
    limits.enter("a");
    limits.enter("a");
    limits.enter("b");
    limits.enter("c");

    // When
    limits.exit("a");
    limits.exit("b");

    // Then
    assertThat(limits.total()).isZero();
    assertThat(limits.addresses()).isZero();
  }

  @Test
  void manyThreadsNeverExceedTheLimits() throws Exception {
    // Given
    ConnectionLimits limits = new ConnectionLimits(10, 4);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);

    // When
    List<Future<?>> runs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String address = "address-" + i % 4;
      runs.add(
          threads.submit(
              () -> {
                for (int n = 0; n < 20_000; n++) {
                  if (limits.enter(address)) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    limits.exit(address);
                  }
                }
              }));
    }
    for (Future<?> run : runs) {
      run.get();
    }
    threads.shutdown();

    // Then
    assertThat(most.get()).isBetween(1, 10);
    assertThat(limits.total()).isZero();
    assertThat(limits.addresses()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"3,100", "100,3"})
  void oneConnectionTooManyIsClosed(int total, int perAddress) {
    try (TestNode node = TestNode.with().connections(total, perAddress).start()) {
      // Given
      List<Wire> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        open.add(node.connect());
        open.get(i).request("GET", "/health", new byte[0]).read();
      }

      // When
      try (Wire tooMany = node.connect()) {
        assertThat(tooMany.isClosedWithin(10_000)).isTrue();
      }

      // Then
      assertThat(node.binding().openConnections()).isEqualTo(3);
      assertThat(open.get(0).request("GET", "/health", new byte[0]).read().status()).isEqualTo(200);
      open.remove(2).close();
      TestPlatform.await(() -> node.binding().openConnections() == 2);
      assertThat(node.get("/health").status()).isEqualTo(200);
      open.forEach(Wire::close);
      TestPlatform.await(() -> node.binding().openConnections() == 0);
    }
  }
}
