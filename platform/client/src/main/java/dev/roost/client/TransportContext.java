package dev.roost.client;

import static java.util.Objects.requireNonNull;

import dev.roost.outbound.WayOut;
import dev.roost.protocol.Envelope;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/**
 * What a transport is made of.
 *
 * @param vertx where everything happens
 * @param baseUrl the root of the agent, without a slash at its end
 * @param out how requests leave
 * @param upgrades how requests leave that ask for another protocol: by HTTP/1.1
 * @param tokens what is shown to the agent
 * @param settings limits and times
 * @param webSocket limits and times of connections by WebSocket
 * @param onMessage takes what a peer sends of its own accord; on an event loop
 */
public record TransportContext(
    Vertx vertx,
    String baseUrl,
    WayOut out,
    WayOut upgrades,
    TokenProvider tokens,
    ClientSettings settings,
    WebSocketSettings webSocket,
    Consumer<Envelope> onMessage) {
  /** Refuses missing parts. */
  public TransportContext {
    requireNonNull(vertx, "vertx");
    requireNonNull(baseUrl, "baseUrl");
    requireNonNull(out, "out");
    requireNonNull(upgrades, "upgrades");
    requireNonNull(tokens, "tokens");
    requireNonNull(settings, "settings");
    requireNonNull(webSocket, "webSocket");
    requireNonNull(onMessage, "onMessage");
  }
}
