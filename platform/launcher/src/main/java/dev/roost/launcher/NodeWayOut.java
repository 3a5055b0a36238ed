package dev.roost.launcher;

import dev.roost.outbound.DnsLookup;
import dev.roost.outbound.GuardedWayOut;
import dev.roost.outbound.HttpConnector;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one way out of a node, for every URL that others or the configuration name: one guard, which
 * knows where the node itself listens, and one pool of connections. Look-up and pool are made when
 * they are needed for the first time, and end with Vert.x. Any thread may use it.
 */
final class NodeWayOut {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final OwnListeners own = OwnListeners.none();
  private final OutboundGuard guard;
  private @Nullable DnsLookup names;
  private @Nullable GuardedWayOut connections;

  NodeWayOut(Vertx vertx, OutboundConfig config) {
    this.vertx = vertx;
    this.guard = new OutboundGuard(vertx, config, name -> names().resolve(name), own);
    ((VertxInternal) vertx).addCloseHook(this::close);
  }

  /** Says which URLs may be used. */
  OutboundGuard guard() {
    return guard;
  }

  /**
   * Opens requests to those that may. To be asked for while the rooms are built: what a verticle
   * makes ends with it.
   */
  synchronized GuardedWayOut connections() {
    if (connections == null) {
      connections = new GuardedWayOut(guard, HttpConnector.create(vertx));
    }
    return connections;
  }

  /**
   * The same for deliveries to others, over HTTP/1.1 and connections of their own: a receiver that
   * does not answer holds up nobody else.
   */
  GuardedWayOut deliveries() {
    return new GuardedWayOut(guard, HttpConnector.create(vertx, CONNECT, false, null));
  }

  /** No URL may lead there from now on: a request from here would come as one from inside. */
  void listensAt(String host, int port) {
    own.add(host, port);
  }

  private synchronized DnsLookup names() {
    if (names == null) {
      names = DnsLookup.ofSystem();
    }
    return names;
  }

  private synchronized void close(Completable<Void> closed) {
    if (names != null) {
      names.close();
    }
    closed.succeed();
  }
}
