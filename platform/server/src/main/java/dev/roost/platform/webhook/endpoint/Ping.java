package dev.roost.platform.webhook.endpoint;

import dev.roost.client.webhook.WebhookEvent;
import dev.roost.client.webhook.WebhookIds;
import dev.roost.platform.webhook.DeliveryPayload;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.WebhookEndpoint;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** An event that tells nothing, to see whether an endpoint answers and verifies. */
public final class Ping {
  private static final String NO_TASK = "";

  private Ping() {}

  /** A delivery of one, signed like all others. */
  public static OutboxEntry of(WebhookEndpoint endpoint, Instant now) {
    JsonObject data = new JsonObject().put("endpoint_id", endpoint.id());
    String body = new WebhookEvent(EventTypes.PING, now, data).write();
    DeliveryPayload payload =
        new DeliveryPayload(EventTypes.PING, body, NO_TASK, 0, endpoint.owner(), Optional.empty());
    return OutboxEntry.of(WebhookIds.random(), endpoint.id(), payload.toJson(), now);
  }
}
