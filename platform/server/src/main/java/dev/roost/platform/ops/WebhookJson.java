package dev.roost.platform.ops;

import dev.roost.platform.webhook.endpoint.Issued;
import dev.roost.spi.DeadLetter;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.OutboxStore;
import dev.roost.spi.WebhookEndpoint;
import dev.roost.spi.WebhookEndpoint.SealedKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Webhooks as the management port shows them: keys and values of headers are in none of it. */
final class WebhookJson {
  private static final String HIDDEN = "***";

  private WebhookJson() {}

  /** An endpoint. */
  static JsonObject of(WebhookEndpoint endpoint) {
    JsonObject headers = new JsonObject();
    new TreeSet<>(endpoint.headers().keySet()).forEach(name -> headers.put(name, HIDDEN));
    JsonObject json =
        new JsonObject()
            .put("id", endpoint.id())
            .put("owner", endpoint.owner())
            .put("url", endpoint.url())
            .put("events", new JsonArray(endpoint.events()))
            .put("profile", endpoint.profile().label())
            .put("headers", headers)
            .put("keys", LedgerRoutes.array(endpoint.keys(), WebhookJson::of))
            .put("created_at", endpoint.createdAt().toString())
            .put("version", endpoint.version());
    endpoint.disabled().ifPresent(disabled -> json.put("disabled", of(disabled)));
    endpoint.failing().ifPresent(failing -> json.put("failing", of(failing)));
    return json;
  }

  private static JsonObject of(SealedKey key) {
    JsonObject json =
        new JsonObject()
            .put("kind", label(key.kind()))
            .put("created_at", key.createdAt().toString());
    key.retiredAt().ifPresent(at -> json.put("retired_at", at.toString()));
    return json;
  }

  static String label(SealedKey.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject of(WebhookEndpoint.Disabled disabled) {
    return new JsonObject()
        .put("since", disabled.since().toString())
        .put("reason", disabled.reason());
  }

  private static JsonObject of(WebhookEndpoint.Failing failing) {
    return new JsonObject()
        .put("first_at", failing.firstAt().toString())
        .put("last_at", failing.lastAt().toString());
  }

  /** An endpoint with its new key: the one time that it is shown. */
  static JsonObject of(Issued issued) {
    boolean pair = issued.endpoint().keys().get(0).kind() == SealedKey.Kind.ED25519;
    return webhook(issued.endpoint()).put(pair ? "public_key" : "secret", issued.key().reveal());
  }

  static JsonObject webhook(WebhookEndpoint endpoint) {
    return new JsonObject().put("webhook", of(endpoint));
  }

  static JsonObject of(OutboxStore.Counts counts, int endpoints) {
    return new JsonObject()
        .put("endpoints", endpoints)
        .put("accepted", counts.accepted())
        .put("pending", counts.pending())
        .put("delivered", counts.delivered())
        .put("dead", counts.dead())
        .put("purged", counts.purged())
        .put("filtered", counts.filtered());
  }

  static JsonObject of(List<DeadLetter> letters) {
    return LedgerRoutes.listed("dead_letters", letters, WebhookJson::of);
  }

  private static JsonObject of(DeadLetter letter) {
    OutboxEntry entry = letter.entry();
    JsonObject payload = entry.payload();
    return new JsonObject()
        .put("id", entry.id())
        .put("endpoint", entry.destination())
        .put("type", payload.getValue("type"))
        .put("owner", payload.getValue("owner"))
        .put("task_id", payload.getValue("task_id"))
        .put("sequence", payload.getValue("sequence"))
        .put("attempts", entry.attempts())
        .put("reason", letter.reason())
        .put("created_at", entry.createdAt().toString())
        .put("died_at", letter.diedAt().toString())
        .put("cursor", letter.cursor());
  }

  /** A letter with what was to be sent, and where to if that came with a request. */
  static JsonObject whole(DeadLetter letter) {
    JsonObject payload = letter.entry().payload();
    JsonObject json = of(letter).put("body", payload.getValue("body"));
    if (payload.getValue("target") instanceof JsonObject target) {
      json.put("url", target.getValue("url"));
    }
    return json;
  }
}
