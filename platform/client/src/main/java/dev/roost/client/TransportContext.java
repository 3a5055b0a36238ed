package dev.roost.client;

import static java.util.Objects.requireNonNull;

import dev.roost.outbound.WayOut;
import io.vertx.core.Vertx;

/**
 * What a transport is made of.
 *
 * @param vertx where everything happens
 * @param baseUrl the root of the agent, without a slash at its end
 * @param out how requests leave
 * @param tokens what is shown to the agent
 * @param settings limits and times
 */
public record TransportContext(
    Vertx vertx, String baseUrl, WayOut out, TokenProvider tokens, ClientSettings settings) {
  /** Refuses missing parts. */
  public TransportContext {
    requireNonNull(vertx, "vertx");
    requireNonNull(baseUrl, "baseUrl");
    requireNonNull(out, "out");
    requireNonNull(tokens, "tokens");
    requireNonNull(settings, "settings");
  }
}
