package dev.roost.platform.state;

import dev.roost.spi.WebhookEndpoint;
import dev.roost.spi.WebhookEndpoint.Disabled;
import dev.roost.spi.WebhookEndpoint.Failing;
import dev.roost.spi.WebhookEndpoint.SealedKey;
import dev.roost.spi.WebhookProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rows of endpoints. */
final class EndpointJson {
  private EndpointJson() {}

  static JsonObject of(WebhookEndpoint endpoint) {
    JsonObject json =
        new JsonObject()
            .put("id", endpoint.id())
            .put("owner", endpoint.owner())
            .put("url", endpoint.url())
            .put("events", new JsonArray(endpoint.events()))
            .put("profile", endpoint.profile().name())
            .put("keys", new JsonArray(endpoint.keys().stream().map(EndpointJson::of).toList()))
            .put("headers", new JsonObject(new LinkedHashMap<>(new TreeMap<>(endpoint.headers()))))
            .put("created_at", Keys.micros(endpoint.createdAt()))
            .put("version", endpoint.version());
    endpoint.disabled().ifPresent(disabled -> json.put("disabled", of(disabled)));
    endpoint.failing().ifPresent(failing -> json.put("failing", of(failing)));
    return json;
  }

  private static JsonObject of(SealedKey key) {
    JsonObject json =
        new JsonObject()
            .put("sealed", key.sealed())
            .put("kind", key.kind().name())
            .put("created_at", Keys.micros(key.createdAt()));
    key.retiredAt().ifPresent(at -> json.put("retired_at", Keys.micros(at)));
    return json;
  }

  private static JsonObject of(Disabled disabled) {
    return new JsonObject()
        .put("since", Keys.micros(disabled.since()))
        .put("reason", disabled.reason());
  }

  private static JsonObject of(Failing failing) {
    return new JsonObject()
        .put("first_at", Keys.micros(failing.firstAt()))
        .put("last_at", Keys.micros(failing.lastAt()));
  }

  static WebhookEndpoint endpoint(JsonObject json) {
    return new WebhookEndpoint(
        json.getString("id"),
        json.getString("owner"),
        json.getString("url"),
        events(json.getJsonArray("events")),
        WebhookProfile.valueOf(json.getString("profile")),
        keys(json.getJsonArray("keys")),
        headers(json.getJsonObject("headers")),
        Optional.ofNullable(json.getJsonObject("disabled")).map(EndpointJson::disabled),
        Optional.ofNullable(json.getJsonObject("failing")).map(EndpointJson::failing),
        Keys.instant(json.getLong("created_at")),
        json.getLong("version"));
  }

  private static List<String> events(JsonArray events) {
    return events.stream().map(String.class::cast).toList();
  }

  private static List<SealedKey> keys(JsonArray keys) {
    return keys.stream().map(JsonObject.class::cast).map(EndpointJson::key).toList();
  }

  private static SealedKey key(JsonObject json) {
    return new SealedKey(
        json.getString("sealed"),
        SealedKey.Kind.valueOf(json.getString("kind")),
        Keys.instant(json.getLong("created_at")),
        Optional.ofNullable(json.getLong("retired_at")).map(Keys::instant));
  }

  private static Map<String, String> headers(JsonObject json) {
    Map<String, String> headers = new LinkedHashMap<>();
    json.fieldNames().forEach(name -> headers.put(name, json.getString(name)));
    return headers;
  }

  private static Disabled disabled(JsonObject json) {
    return new Disabled(Keys.instant(json.getLong("since")), json.getString("reason"));
  }

  private static Failing failing(JsonObject json) {
    return new Failing(
        Keys.instant(json.getLong("first_at")), Keys.instant(json.getLong("last_at")));
  }
}
