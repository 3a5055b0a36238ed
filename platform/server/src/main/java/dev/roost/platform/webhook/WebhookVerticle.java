package dev.roost.platform.webhook;

import dev.roost.agent.Addresses;
import dev.roost.outbound.WayOut;
import dev.roost.spi.OutboxStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Delivers what is in the outbox. It looks twice a second, and at once when it is told that
 * something is due; nothing is lost if it is not told. One for each node.
 */
public final class WebhookVerticle extends VerticleBase {
  private static final long TICK_MILLIS = 500;
  private static final int TICKS_OF_COUNTS = 4;

  private final OutboxStore outbox;
  private final DeliveryTargets targets;
  private final WayOut out;
  private final DeliverySettings settings;
  private final Clock clock;
  private final WebhookMetrics metrics;
  private @Nullable Deliveries deliveries;
  private int ticks;

  /**
   * @param out for HTTP/1.1
   * @param clock the one of the database
   */
  public WebhookVerticle(
      OutboxStore outbox,
      DeliveryTargets targets,
      WayOut out,
      DeliverySettings settings,
      Clock clock,
      WebhookMetrics metrics) {
    this.outbox = outbox;
    this.targets = targets;
    this.out = out;
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Tells this node's verticle that something is due; any thread may. */
  public static void wake(Vertx vertx) {
    vertx.eventBus().publish(Addresses.WEBHOOK_WAKE, "", new DeliveryOptions().setLocalOnly(true));
  }

  @Override
  public Future<?> start() {
    Deliveries here = new Deliveries(vertx, out, outbox, targets, settings, clock, metrics);
    deliveries = here;
    vertx.setPeriodic(TICK_MILLIS, tick -> tick(here));
    vertx.eventBus().localConsumer(Addresses.WEBHOOK_WAKE, told -> here.look());
    here.look();
    return Future.succeededFuture();
  }

  private void tick(Deliveries here) {
    here.tick();
    if (ticks++ % TICKS_OF_COUNTS == 0) {
      metrics.refresh(outbox);
    }
  }

  @Override
  public Future<?> stop() {
    return deliveries == null ? Future.succeededFuture() : deliveries.stop();
  }
}
