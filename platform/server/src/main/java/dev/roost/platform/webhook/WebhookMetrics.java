package dev.roost.platform.webhook;

import dev.roost.spi.OutboxStore;
import dev.roost.spi.OutboxStore.Counts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Counts deliveries. Where they have gone is what the database says, for all nodes that share it;
 * it is read in one look, so that at every moment {@code accepted = delivered + dead + filtered +
 * pending}. Attempts are those of this node.
 */
public final class WebhookMetrics {
  private static final Duration[] BUCKETS =
      Stream.of(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 15_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Timer delivered;
  private final Timer failed;
  private final Timer refused;
  private final Counter retried;
  private volatile Counts counts = new Counts(0, 0, 0, 0, 0, 0);

  /** In the given registry. */
  public WebhookMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.delivered = timer("delivered");
    this.failed = timer("failed");
    this.refused = timer("refused");
    this.retried =
        Counter.builder("roost.webhook.retried")
            .description("Attempts after which there is another")
            .register(registry);
    FunctionCounter.builder("roost.webhook.accepted", this, all -> all.counts.accepted())
        .description("Deliveries accepted")
        .register(registry);
    FunctionCounter.builder("roost.webhook.delivered", this, all -> all.counts.delivered())
        .description("Deliveries that their receivers have")
        .register(registry);
    FunctionCounter.builder("roost.webhook.filtered", this, all -> all.counts.filtered())
        .description("Deliveries that were not wanted any more when they were due")
        .register(registry);
    gauge("pending", "Deliveries that are due or will be", Counts::pending);
    gauge("dead", "Deliveries given up, also those forgotten", all -> all.dead() + all.purged());
    gauge("letters", "Deliveries given up that can be tried again", Counts::dead);
  }

  private interface Number {
    long of(Counts counts);
  }

  private void gauge(String name, String description, Number number) {
    Gauge.builder("roost.webhook." + name, this, all -> number.of(all.counts))
        .description(description)
        .register(registry);
  }

  private Timer timer(String outcome) {
    return Timer.builder("roost.webhook.attempts")
        .description("Attempts to deliver")
        .tag("outcome", outcome)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** Reads where everything has gone. */
  Future<Void> refresh(OutboxStore outbox) {
    return outbox.counts().onSuccess(now -> counts = now).mapEmpty();
  }

  /** An attempt has ended. */
  void attempted(DeliveryOutcome outcome, long nanos) {
    if (outcome instanceof DeliveryOutcome.Delivered) {
      delivered.record(nanos, TimeUnit.NANOSECONDS);
    } else if (outcome instanceof DeliveryOutcome.Failed) {
      failed.record(nanos, TimeUnit.NANOSECONDS);
    } else if (!(outcome instanceof DeliveryOutcome.Aborted)) {
      refused.record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** There will be another attempt. */
  void retried() {
    retried.increment();
  }
}
