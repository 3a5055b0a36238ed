package dev.roost.spi;

import dev.roost.protocol.AgentUrn;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Another transport behind the HTTP port: it takes over connections that ask for it. What it costs
 * to ask has been checked by the HTTP binding: framing, limits of connections, the rate.
 */
public interface Upgrade {
  /** The path that is asked for, such as {@code /asap/ws}; also below each agent's path. */
  String path();

  /** Sets what it needs of the server. */
  default void configure(HttpServerOptions options) {}

  /**
   * Takes a connection over, or answers why not.
   *
   * @param request asks for it; on its own event loop
   * @param caller who asks
   * @param agent the agent that the path names; empty at the root
   * @param takenOver to be called once the connection speaks another protocol
   */
  void take(HttpServerRequest request, Caller caller, Optional<AgentUrn> agent, Runnable takenOver);
}
