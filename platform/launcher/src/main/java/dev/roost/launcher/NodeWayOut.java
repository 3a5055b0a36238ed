package dev.roost.launcher;

import dev.roost.outbound.DnsLookup;
import dev.roost.outbound.GuardedWayOut;
import dev.roost.outbound.HttpConnector;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;

/**
 * The one way out of a node, for every URL that others or the configuration name: one guard, which
 * knows where the node itself listens, and one pool of connections. It ends with Vert.x.
 */
final class NodeWayOut {
  private final OwnListeners own = OwnListeners.none();
  private final OutboundGuard guard;
  private final GuardedWayOut connections;

  NodeWayOut(Vertx vertx, OutboundConfig config) {
    DnsLookup names = DnsLookup.ofSystem();
    ((VertxInternal) vertx)
        .addCloseHook(
            closed -> {
              names.close();
              closed.succeed();
            });
    this.guard = new OutboundGuard(vertx, config, names, own);
    this.connections = new GuardedWayOut(guard, HttpConnector.create(vertx));
  }

  /** Says which URLs may be used. */
  OutboundGuard guard() {
    return guard;
  }

  /** Opens requests to those that may. */
  GuardedWayOut connections() {
    return connections;
  }

  /** No URL may lead there from now on: a request from here would come as one from inside. */
  void listensAt(String host, int port) {
    own.add(host, port);
  }
}
