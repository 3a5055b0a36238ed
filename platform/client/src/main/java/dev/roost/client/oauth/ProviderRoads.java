package dev.roost.client.oauth;

import dev.roost.outbound.DnsLookup;
import dev.roost.outbound.GuardedWayOut;
import dev.roost.outbound.HttpConnector;
import dev.roost.outbound.HttpUrl;
import dev.roost.outbound.OutboundConfig;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.OwnListeners;
import dev.roost.outbound.WayOut;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * The ways to a provider. Its issuer is a URL that the program names; where it says that its other
 * endpoints are, is from outside: what is not at the issuer's own origin must be at a public
 * address.
 */
final class ProviderRoads {
  private final Vertx vertx;
  private final HttpConnector connector;
  private final String origin;
  private final WayOut own;
  private @Nullable DnsLookup names;
  private @Nullable WayOut elsewhere;

  ProviderRoads(Vertx vertx, HttpConnector connector, HttpUrl issuer, WayOut own) {
    this.vertx = vertx;
    this.connector = connector;
    this.origin = issuer.origin();
    this.own = own;
  }

  /** The way to an endpoint. */
  WayOut to(HttpUrl url) {
    return own instanceof GuardedWayOut || url.origin().equals(origin) ? own : elsewhere();
  }

  private synchronized WayOut elsewhere() {
    WayOut known = elsewhere;
    if (known == null) {
      DnsLookup lookup = DnsLookup.ofSystem();
      known =
          new GuardedWayOut(
              new OutboundGuard(vertx, OutboundConfig.DEFAULTS, lookup, OwnListeners.none()),
              connector);
      names = lookup;
      elsewhere = known;
    }
    return known;
  }

  synchronized Future<Void> close() {
    if (names != null) {
      names.close();
    }
    return connector.close();
  }
}
