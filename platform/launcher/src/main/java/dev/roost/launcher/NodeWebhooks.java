package dev.roost.launcher;

import dev.roost.launcher.config.PlatformConfig;
import dev.roost.outbound.WayOut;
import dev.roost.platform.webhook.Callbacks;
import dev.roost.platform.webhook.DeliveryProfile;
import dev.roost.platform.webhook.DeliverySettings;
import dev.roost.platform.webhook.EndpointConfig;
import dev.roost.platform.webhook.KnownTargets;
import dev.roost.platform.webhook.Sealer;
import dev.roost.platform.webhook.WebhookMetrics;
import dev.roost.platform.webhook.WebhookVerticle;
import dev.roost.platform.webhook.endpoint.Endpoints;
import dev.roost.platform.webhook.endpoint.WebhookUrls;
import dev.roost.spi.StateBackend;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import java.time.Clock;

/** The webhooks of a node: who wants to be told, and who tells them. */
final class NodeWebhooks {
  private final StateBackend state;
  private final EndpointConfig section;
  private final Sealer sealer;
  private final Endpoints endpoints;
  private final Callbacks callbacks;
  private final DeliveryProfile usual;
  private final WayOut out;
  private final WebhookMetrics metrics;

  NodeWebhooks(
      Vertx vertx,
      PlatformConfig config,
      StateBackend state,
      NodeWayOut wayOut,
      MeterRegistry registry) {
    this.state = state;
    this.section = EndpointConfig.of(config.section("webhook"));
    this.sealer = section.sealer(state.name(), config.resolve("work").resolve("webhook.key"));
    WebhookUrls urls = new WebhookUrls(wayOut.guard());
    this.endpoints =
        new Endpoints(vertx, state.endpoints(), sealer, section, urls, Clock.systemUTC());
    this.callbacks = new Callbacks(urls, sealer, endpoints, () -> WebhookVerticle.wake(vertx));
    this.usual = usual(config.section("webhook").getString("profile"), state);
    this.out = wayOut.deliveries();
    this.metrics = new WebhookMetrics(registry);
  }

  /** Patience for days is worth something only where the database has it, too. */
  private static DeliveryProfile usual(String profile, StateBackend state) {
    return switch (profile) {
      case "asap" -> DeliveryProfile.ASAP;
      case "durable" -> DeliveryProfile.DURABLE;
      default -> state.durable() ? DeliveryProfile.DURABLE : DeliveryProfile.ASAP;
    };
  }

  /** Standing subscriptions. */
  Endpoints endpoints() {
    return endpoints;
  }

  /** Who wants to be told of a task. */
  Callbacks callbacks() {
    return callbacks;
  }

  /** Delivers. */
  Deployable verticle() {
    return new WebhookVerticle(
        state.outbox(),
        new KnownTargets(state.endpoints(), sealer, section.rotation(), usual, Clock.systemUTC()),
        out,
        DeliverySettings.of(Version.current()),
        Clock.systemUTC(),
        metrics);
  }
}
