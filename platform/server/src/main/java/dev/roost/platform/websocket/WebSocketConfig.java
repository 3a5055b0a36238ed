package dev.roost.platform.websocket;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The section {@code websocket}, with what the binding needs of {@code platform}.
 *
 * @param messagesPerSecond how many messages a connection may send a second, and at once; empty for
 *     any number
 * @param maxMessageBytes how long a message may be, in either direction
 * @param ping how often the other side is asked whether it is there
 * @param stale after how long a connection is closed on which nothing arrives
 * @param reconnect how long the tasks of a connection that broke wait for the client to come back
 * @param maxConnections how many may be open
 * @param origins which web pages may connect, as {@code https://host[:port]}
 */
public record WebSocketConfig(
    OptionalInt messagesPerSecond,
    int maxMessageBytes,
    Duration ping,
    Duration stale,
    Duration reconnect,
    int maxConnections,
    Set<String> origins) {
  /** Refuses missing parts and copies the set. */
  public WebSocketConfig {
    requireNonNull(messagesPerSecond, "messagesPerSecond");
    requireNonNull(ping, "ping");
    requireNonNull(stale, "stale");
    requireNonNull(reconnect, "reconnect");
    origins = Set.copyOf(origins);
  }

  /** Reads the sections, whose keys are all there and have been checked against the schema. */
  public static WebSocketConfig of(JsonObject websocket, JsonObject platform) {
    Object rate = websocket.getValue("messagesPerSecond");
    return new WebSocketConfig(
        rate instanceof Number number ? OptionalInt.of(number.intValue()) : OptionalInt.empty(),
        websocket.getInteger("maxMessageBytes"),
        Duration.ofSeconds(websocket.getLong("pingSeconds")),
        Duration.ofSeconds(websocket.getLong("staleSeconds")),
        Duration.ofSeconds(websocket.getLong("reconnectSeconds")),
        websocket.getInteger("maxConnections"),
        origins(websocket.getJsonArray("allowedOrigins"), platform.getString("publicUrl")));
  }

  /** The platform's own pages may connect too. */
  private static Set<String> origins(JsonArray allowed, String publicUrl) {
    Set<String> origins =
        allowed.stream().map(origin -> (String) origin).collect(Collectors.toSet());
    URI own = URI.create(publicUrl);
    origins.add(own.getScheme() + "://" + own.getRawAuthority());
    return origins;
  }
}
