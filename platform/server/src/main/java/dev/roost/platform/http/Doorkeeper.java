package dev.roost.platform.http;

import io.netty.channel.Channel;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts connections in and out, and puts a watch on each. For all event loops. */
final class Doorkeeper {
  private final ConnectionLimits limits;
  private final TrustedProxies proxies;
  private final ConnectionWatch.PhaseLimits phases;

  Doorkeeper(ConnectionLimits limits, TrustedProxies proxies, ConnectionWatch.PhaseLimits phases) {
    this.limits = limits;
    this.proxies = proxies;
    this.phases = phases;
  }

  TrustedProxies proxies() {
    return proxies;
  }

  /** A connection that has yet to greet: closed if it is one too many, or takes too long. */
  void arrived(Channel channel) {
    Optional<ConnectionWatch> watch = admit(channel);
    if (watch.isEmpty()) {
      channel.close();
      return;
    }
    Future<?> patience =
        channel
            .eventLoop()
            .schedule(() -> closeSilent(watch.get()), phases.headMillis(), TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(closed -> patience.cancel(false));
  }

  private static void closeSilent(ConnectionWatch watch) {
    if (watch.traffic() == null) {
      watch.cut();
    }
  }

  /** The watch of a connection, new or known; nothing if it is one too many. */
  Optional<ConnectionWatch> watch(Channel channel) {
    @Nullable ConnectionWatch known = channel.pipeline().get(ConnectionWatch.class);
    return known != null ? Optional.of(known) : admit(channel);
  }

  private Optional<ConnectionWatch> admit(Channel channel) {
    String host = ClientAddress.host(channel.remoteAddress());
    boolean proxy = proxies.trusts(host);
    String peer = ClientAddress.of(host);
    if (!(proxy ? limits.enterProxy(peer) : limits.enter(peer))) {
      return Optional.empty();
    }
    channel.closeFuture().addListener(closed -> limits.exit(peer));
    ConnectionWatch watch = new ConnectionWatch(channel, peer, proxy, phases);
    channel.pipeline().addFirst(watch);
    return Optional.of(watch);
  }
}
