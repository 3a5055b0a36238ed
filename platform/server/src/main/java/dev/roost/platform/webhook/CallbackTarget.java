package dev.roost.platform.webhook;

import static java.util.Objects.requireNonNull;

import dev.roost.client.webhook.WebhookIds;
import dev.roost.spi.WebhookEndpoint;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Whom a single request wants to be told.
 *
 * @param url the address
 * @param events filters: what passes one of them is delivered
 * @param sealedSecret what deliveries are signed with, as {@link Sealer} sealed it
 */
record CallbackTarget(String url, List<String> events, Optional<String> sealedSecret) {
  CallbackTarget {
    requireNonNull(url, "url");
    events = List.copyOf(events);
    requireNonNull(sealedSecret, "sealedSecret");
  }

  /** As it is kept with a task. */
  static CallbackTarget of(JsonObject json) {
    return new CallbackTarget(
        json.getString("url"),
        json.getJsonArray("events").stream().map(String.class::cast).toList(),
        Optional.ofNullable(json.getString("secret")));
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject().put("url", url).put("events", new JsonArray(events));
    sealedSecret.ifPresent(secret -> json.put("secret", secret));
    return json;
  }

  /** As it is kept with a delivery, which is wanted. */
  DeliveryPayload.Callback toCallback() {
    return new DeliveryPayload.Callback(url, sealedSecret);
  }

  boolean wants(String type) {
    return WebhookEndpoint.wants(events, type);
  }

  /** Deliveries to it are told apart from others by this. */
  String id(String owner) {
    return "cb_" + WebhookIds.of(owner, 0, url).substring("msg_".length());
  }
}
