package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.MemoryBackend;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.StateBackend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** W14: those who hang cost the others next to nothing. By the clock, so not in the fast tier. */
@Tag("chaos")
class IsolationChaosTest {
  private static final int ENDPOINTS = 200;
  private static final int PARTS = 10;
  private static final int WARM_UP = 15;
  private static final int SECONDS = 45;
  private static final double NANOS_OF_MILLI = 1e6;

  private final Vertx receivers = Vertx.vertx();
  private final List<Node> nodes = new ArrayList<>();
  private volatile boolean hanging;

  /** One that delivers to so many endpoints, of which the first ones hang. */
  private final class Node {
    private final Vertx vertx = Vertx.vertx();
    private final StateBackend backend = new MemoryBackend(Duration.ofHours(1));
    private final Map<String, String> urls = new HashMap<>();
    private final Map<String, Long> accepted = new HashMap<>();
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private final int hung;

    private Node(int hung) {
      this.hung = hung;
      nodes.add(this);
      for (int i = 0; i < ENDPOINTS; i++) {
        boolean may = i < hung;
        TestingReceiver receiver = TestingReceiver.start(receivers);
        receiver.answers((what, how) -> answer(may, what, how));
        urls.put("we_" + i, receiver.url());
      }
      deploy();
    }

    private void answer(boolean may, TestingReceiver.Received what, HttpServerResponse how) {
      if (!(may && hanging)) {
        arrivals.putIfAbsent(what.id(), what.atNanos());
        how.end();
      }
    }

    private void deploy() {
      Waiting.get(
          vertx.deployVerticle(
              new WebhookVerticle(
                  backend.outbox(),
                  entry -> Future.succeededFuture(Optional.of(target(entry))),
                  Ways.toThisMachine(vertx),
                  Samples.settings(),
                  Clock.systemUTC(),
                  new WebhookMetrics(new SimpleMeterRegistry()))));
    }

    private DeliveryTarget target(OutboxEntry entry) {
      return new DeliveryTarget.Open(
          urls.get(entry.destination()),
          Samples.SIGNER,
          Map.of(),
          DeliveryProfile.DURABLE,
          TargetHealth.NONE);
    }

    /** A tenth of the endpoints has an event; for those who hang nobody waits. */
    private void accept(int second, int part) {
      List<OutboxEntry> events =
          IntStream.range(0, ENDPOINTS)
              .filter(i -> i % PARTS == part)
              .mapToObj(i -> event(i, second))
              .toList();
      long now = System.nanoTime();
      Waiting.get(backend.outbox().add(events));
      WebhookVerticle.wake(vertx);
      events.stream()
          .filter(event -> Integer.parseInt(event.destination().substring(3)) >= hung)
          .forEach(event -> accepted.put(event.id(), now));
    }

    private void forget() {
      Waiting.until("all have arrived", () -> arrivals.keySet().containsAll(accepted.keySet()));
      accepted.clear();
      arrivals.clear();
    }

    /** In milliseconds, of the first attempts at those who answer. */
    private double p99() {
      Waiting.until("all have arrived", () -> arrivals.keySet().containsAll(accepted.keySet()));
      List<Double> delays = new ArrayList<>();
      accepted.forEach((id, at) -> delays.add((arrivals.get(id) - at) / NANOS_OF_MILLI));
      return delays.stream().sorted().skip(delays.size() * 99L / 100).findFirst().orElseThrow();
    }
  }

  @AfterEach
  void stop() {
    nodes.forEach(node -> Waiting.get(node.vertx.close()));
    Waiting.get(receivers.close());
  }

  @Test
  void thoseWhoHangDelayNobody() throws InterruptedException {
    // Given
    Node healthy = new Node(0);
    Node afflicted = new Node(ENDPOINTS / 10);
    accept(0, WARM_UP);
    nodes.forEach(Node::forget);
    hanging = true;

    // When
    accept(WARM_UP, SECONDS);

    // Then
    double without = healthy.p99();
    double with = afflicted.p99();
    assertThat(with)
        .as("milliseconds beside hung ones, %s without", without)
        .isLessThanOrEqualTo(2 * without);
  }

  /**
   * An event a second for each endpoint of both, at the same times: whatever else is, is for both.
   */
  private void accept(int from, int to) throws InterruptedException {
    for (int second = from; second < to; second++) {
      for (int part = 0; part < PARTS; part++) {
        acceptBoth(second, part);
        TimeUnit.MILLISECONDS.sleep(1_000 / PARTS);
      }
    }
  }

  /** In turns, so that neither is always the first. */
  private void acceptBoth(int second, int part) {
    int first = part % 2;
    nodes.get(first).accept(second, part);
    nodes.get(1 - first).accept(second, part);
  }

  private static OutboxEntry event(int endpoint, int second) {
    DeliveryPayload payload =
        new DeliveryPayload(
            "task.completed", "{}", "task_" + second, 1, "user-1", Optional.empty());
    return OutboxEntry.of(
        "msg_" + endpoint + "_" + second, "we_" + endpoint, payload.toJson(), Instant.now());
  }
}
