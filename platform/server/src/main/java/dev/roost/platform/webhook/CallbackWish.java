package dev.roost.platform.webhook;

import static java.util.Objects.requireNonNull;

import dev.roost.client.webhook.WebhookSecret;
import dev.roost.platform.webhook.endpoint.EventTypes;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskCallback;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about a callback: in {@code extensions.webhook}, in {@code
 * extensions.callback_url} and its companions, or in {@code config}. Its text does not show the
 * secret.
 *
 * @param url whom to call
 * @param events of what
 * @param secret what the calls are signed with
 */
record CallbackWish(String url, List<String> events, Optional<String> secret) {
  private static final String OBJECT = "webhook";
  private static final String URL = "callback_url";
  private static final String EVENTS = "callback_events";
  private static final String SECRET = "callback_secret";
  private static final Set<String> FLAT = Set.of(URL, EVENTS, SECRET);
  private static final Set<String> MEMBERS = Set.of("url", "events", "secret");
  private static final int LONGEST_URL = 8_192;

  CallbackWish {
    requireNonNull(secret, "secret");
    events = checked(events);
    if (url.isEmpty() || url.length() > LONGEST_URL) {
      throw invalid("A callback URL has 1 to " + LONGEST_URL + " characters");
    }
    secret.ifPresent(CallbackWish::checkSecret);
  }

  /** What no delivery could be signed with is refused now, and not at each attempt. */
  private static void checkSecret(String secret) {
    try {
      WebhookSecret.parse(secret);
    } catch (IllegalArgumentException e) {
      throw invalid(
          "The secret of a callback is whsec_ and base64, or other text of 1 to 1,024 bytes");
    }
  }

  /** The protocol's older names are understood. */
  private static List<String> checked(List<String> events) {
    try {
      return EventTypes.check(events.stream().map(CallbackWish::newName).toList());
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static String newName(String event) {
    return switch (event) {
      case "status_change" -> "task.*";
      case "artifact_ready" -> "artifact.ready";
      default -> event;
    };
  }

  /** Whether a request says anything about a callback. */
  static boolean isIn(Envelope envelope) {
    return isInConfig(envelope) || isInExtensions(envelope.extensions());
  }

  private static boolean isInConfig(Envelope envelope) {
    return callback(envelope) != null;
  }

  private static boolean isInExtensions(@Nullable JsonObject extensions) {
    return extensions != null
        && !extensions.isEmpty()
        && (extensions.containsKey(OBJECT) || FLAT.stream().anyMatch(extensions::containsKey));
  }

  private static @Nullable TaskCallback callback(Envelope envelope) {
    TaskConfig config = envelope.payload() instanceof TaskRequest task ? task.config() : null;
    return config == null ? null : config.callback();
  }

  /**
   * Reads it.
   *
   * @throws AsapException -32602 if it is wrong, or there twice
   */
  static Optional<CallbackWish> of(Envelope envelope) {
    if (!isIn(envelope)) {
      return Optional.empty();
    }
    TaskCallback configured = callback(envelope);
    JsonObject extensions = envelope.extensions();
    boolean object = extensions != null && extensions.containsKey(OBJECT);
    boolean flat = extensions != null && FLAT.stream().anyMatch(extensions::containsKey);
    if ((configured != null ? 1 : 0) + (object ? 1 : 0) + (flat ? 1 : 0) > 1) {
      throw invalid("A request names its callback once");
    }
    if (configured != null) {
      return Optional.of(of(configured.url(), configured.events(), configured.secret()));
    }
    requireNonNull(extensions, "extensions");
    return Optional.of(object ? ofObject(extensions) : ofMembers(extensions, URL, EVENTS, SECRET));
  }

  private static CallbackWish ofObject(JsonObject extensions) {
    if (!(extensions.getValue(OBJECT) instanceof JsonObject webhook)) {
      throw invalid("extensions.webhook is an object");
    }
    for (String name : webhook.fieldNames()) {
      if (!MEMBERS.contains(name)) {
        throw invalid("extensions.webhook has url, events and secret, and nothing else");
      }
    }
    return ofMembers(webhook, "url", "events", "secret");
  }

  private static CallbackWish ofMembers(
      JsonObject members, String url, String events, String secret) {
    String address = text(members, url);
    if (address == null) {
      throw invalid(url + " is missing");
    }
    return of(address, texts(members, events), text(members, secret));
  }

  private static CallbackWish of(
      String url, @Nullable List<String> events, @Nullable String secret) {
    List<String> filters = events == null ? List.of("*") : events;
    return new CallbackWish(url, filters, Optional.ofNullable(secret));
  }

  private static @Nullable String text(JsonObject members, String name) {
    Object value = members.getValue(name);
    if (value != null && !(value instanceof String)) {
      throw invalid(name + " is a string");
    }
    return (String) value;
  }

  private static @Nullable List<String> texts(JsonObject members, String name) {
    Object value = members.getValue(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof JsonArray array) || !array.stream().allMatch(String.class::isInstance)) {
      throw invalid(name + " is a list of strings");
    }
    return array.stream().map(String.class::cast).toList();
  }

  /** The request without its callback: neither agents nor logs are to see it. */
  static Envelope removedFrom(Envelope envelope) {
    Envelope bare = envelope;
    if (isInConfig(envelope)) {
      TaskRequest task = (TaskRequest) envelope.payload();
      bare = bare.withPayload(task.withConfig(requireNonNull(task.config()).withCallback(null)));
    }
    return isInExtensions(envelope.extensions())
        ? bare.withExtensions(without(requireNonNull(envelope.extensions())))
        : bare;
  }

  private static @Nullable JsonObject without(JsonObject extensions) {
    JsonObject rest = extensions.copy();
    rest.remove(OBJECT);
    FLAT.forEach(rest::remove);
    return rest.isEmpty() ? null : rest;
  }

  private static AsapException invalid(String reason) {
    return new AsapException(RpcError.invalidParams(reason));
  }

  @Override
  public String toString() {
    return "CallbackWish[url=" + url + ", events=" + events + "]";
  }
}
