package dev.roost.platform.ops;

import dev.roost.platform.webhook.endpoint.Edit;
import dev.roost.platform.webhook.endpoint.Registration;
import dev.roost.spi.WebhookEndpoint.SealedKey;
import dev.roost.spi.WebhookProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what is asked for about webhooks. What is wrong is told by {@link
 * IllegalArgumentException}, with its place.
 */
final class WebhookRequests {
  private static final int LONGEST_REASON = 256;
  private static final List<String> SETTINGS = List.of("url", "events", "profile", "headers");
  private static final List<String> NEW =
      List.of("owner", "url", "events", "profile", "headers", "kind", "ping");

  private WebhookRequests() {}

  static Registration registration(JsonObject body) {
    checkMembers(body, NEW);
    return new Registration(
        text(body, "owner").orElseThrow(() -> missing("owner")),
        text(body, "url").orElseThrow(() -> missing("url")),
        events(body).orElseThrow(() -> missing("events")),
        profile(body).orElse(WebhookProfile.AUTO),
        headers(body).orElse(Map.of()),
        kind(body).orElse(SealedKey.Kind.HMAC));
  }

  static boolean ping(JsonObject body) {
    if (body.getValue("ping", false) instanceof Boolean ping) {
      return ping;
    }
    throw new IllegalArgumentException("/ping must be true or false");
  }

  static Edit edit(JsonObject body) {
    checkMembers(body, SETTINGS);
    if (body.isEmpty()) {
      throw new IllegalArgumentException(
          "the body changes nothing; it may have " + String.join(", ", SETTINGS));
    }
    return new Edit(text(body, "url"), events(body), profile(body), headers(body));
  }

  static Optional<SealedKey.Kind> rotation(JsonObject body) {
    checkMembers(body, List.of("kind"));
    return kind(body);
  }

  static String disabling(JsonObject body) {
    checkMembers(body, List.of("reason"));
    String reason = text(body, "reason").orElse("by the operator");
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "/reason must be a text of 1 to " + LONGEST_REASON + " characters");
    }
    return reason;
  }

  private static void checkMembers(JsonObject body, List<String> known) {
    for (String name : body.fieldNames()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "/" + name + " is unknown; there are " + String.join(", ", known));
      }
    }
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("/" + name + " is missing");
  }

  private static Optional<String> text(JsonObject body, String name) {
    Object value = body.getValue(name);
    if (value == null || value instanceof String) {
      return Optional.ofNullable((String) value);
    }
    throw new IllegalArgumentException("/" + name + " must be a text");
  }

  private static Optional<List<String>> events(JsonObject body) {
    Object value = body.getValue("events");
    if (value == null) {
      return Optional.empty();
    }
    List<String> events = new ArrayList<>();
    if (value instanceof JsonArray list) {
      list.stream()
          .filter(String.class::isInstance)
          .forEach(event -> events.add(String.valueOf(event)));
      if (events.size() == list.size()) {
        return Optional.of(events);
      }
    }
    throw new IllegalArgumentException("/events must be a list of texts");
  }

  private static Optional<Map<String, String>> headers(JsonObject body) {
    Object value = body.getValue("headers");
    if (value == null) {
      return Optional.empty();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    if (value instanceof JsonObject object) {
      object.forEach(header -> header(headers, header));
      return Optional.of(headers);
    }
    throw new IllegalArgumentException("/headers must be an object of texts");
  }

  private static void header(Map<String, String> headers, Map.Entry<String, Object> header) {
    if (!(header.getValue() instanceof String text)) {
      throw new IllegalArgumentException("/headers must be an object of texts");
    }
    headers.put(header.getKey(), text);
  }

  private static Optional<WebhookProfile> profile(JsonObject body) {
    return text(body, "profile")
        .map(
            name ->
                WebhookProfile.of(name)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "/profile must be auto, asap or durable")));
  }

  private static Optional<SealedKey.Kind> kind(JsonObject body) {
    return text(body, "kind")
        .map(
            name ->
                Arrays.stream(SealedKey.Kind.values())
                    .filter(kind -> WebhookJson.label(kind).equals(name))
                    .findFirst()
                    .orElseThrow(
                        () -> new IllegalArgumentException("/kind must be hmac or ed25519")));
  }
}
