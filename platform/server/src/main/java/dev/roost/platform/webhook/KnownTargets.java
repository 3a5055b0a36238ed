package dev.roost.platform.webhook;

import dev.roost.platform.webhook.endpoint.EventTypes;
import dev.roost.spi.EndpointStore;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.WebhookEndpoint;
import dev.roost.spi.WebhookProfile;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The targets there are: endpoints, which are looked for in the database each time, and callbacks,
 * which are what came with the request.
 */
public final class KnownTargets implements DeliveryTargets {
  private final EndpointStore endpoints;
  private final Signers signers;
  private final DeliveryProfile usual;
  private final Clock clock;

  /**
   * @param sealer opens their secrets
   * @param rotation for how long a key signs after a newer one has come
   * @param usual for those who do not say how patient to be
   */
  public KnownTargets(
      EndpointStore endpoints,
      Sealer sealer,
      Duration rotation,
      DeliveryProfile usual,
      Clock clock) {
    this.endpoints = endpoints;
    this.signers = new Signers(sealer, rotation, clock);
    this.usual = usual;
    this.clock = clock;
  }

  @Override
  public Future<Optional<DeliveryTarget>> find(OutboxEntry entry) {
    DeliveryPayload payload = DeliveryPayload.of(entry);
    return payload.callback().isPresent()
        ? Future.succeededFuture(Optional.of(callback(payload.callback().get())))
        : endpoints
            .find(entry.destination())
            .map(found -> found.map(endpoint -> endpoint(endpoint, payload.type())));
  }

  private DeliveryTarget callback(DeliveryPayload.Callback callback) {
    return new DeliveryTarget.Open(
        callback.url(), signers.of(callback.secret()), Map.of(), usual, TargetHealth.NONE);
  }

  private DeliveryTarget endpoint(WebhookEndpoint endpoint, String type) {
    if (!type.equals(EventTypes.PING) && !endpoint.wants(type)) {
      return new DeliveryTarget.Unwanted();
    } else if (endpoint.disabled().isPresent()) {
      return new DeliveryTarget.Disabled(endpoint.disabled().get().since());
    }
    return new DeliveryTarget.Open(
        endpoint.url(),
        signers.of(endpoint.keys()),
        endpoint.headers(),
        profile(endpoint.profile()),
        new EndpointHealth(endpoints, clock, endpoint));
  }

  private DeliveryProfile profile(WebhookProfile profile) {
    return switch (profile) {
      case AUTO -> usual;
      case ASAP -> DeliveryProfile.ASAP;
      case DURABLE -> DeliveryProfile.DURABLE;
    };
  }
}
