package dev.roost.client.oauth;

import static java.util.Objects.requireNonNull;

import dev.roost.outbound.DirectWayOut;
import dev.roost.outbound.GuardedWayOut;
import dev.roost.outbound.HttpConnector;
import dev.roost.outbound.HttpUrl;
import dev.roost.outbound.OutboundGuard;
import dev.roost.outbound.WayOut;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an identity provider is reached. Everything has a default. */
public final class IdentityProviderBuilder {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final String issuer;
  private @Nullable Vertx vertx;
  private @Nullable OutboundGuard guard;
  private @Nullable TrustOptions trust;
  private boolean requireHttps = true;
  Duration timeout = Duration.ofSeconds(10);
  Clock clock = Clock.systemUTC();
  @Nullable Pauses pauses;

  IdentityProviderBuilder(String issuer) {
    this.issuer = requireNonNull(issuer, "issuer");
  }

  /** Uses the program's Vert.x; by default the provider has one of its own. */
  public IdentityProviderBuilder vertx(Vertx value) {
    vertx = requireNonNull(value, "vertx");
    return this;
  }

  /** Which authorities are trusted; by default those that Java trusts. */
  public IdentityProviderBuilder trust(TrustOptions value) {
    trust = requireNonNull(value, "trust");
    return this;
  }

  /**
   * The guard decides which URLs may be used, on every attempt. By default the issuer may be
   * anywhere, and what its metadata name elsewhere must be at a public address.
   */
  public IdentityProviderBuilder guard(OutboundGuard value) {
    guard = requireNonNull(value, "guard");
    return this;
  }

  /** Whether other machines must be reached by TLS; yes by default. With a guard, it decides. */
  public IdentityProviderBuilder requireHttps(boolean value) {
    requireHttps = value;
    return this;
  }

  /** How long one exchange may take, 10 seconds by default. */
  public IdentityProviderBuilder timeout(Duration value) {
    if (value.toMillis() <= 0) {
      throw new IllegalArgumentException("timeout must be at least a millisecond: " + value);
    }
    timeout = value;
    return this;
  }

  IdentityProviderBuilder clock(Clock value) {
    clock = value;
    return this;
  }

  IdentityProviderBuilder pauses(Pauses value) {
    pauses = value;
    return this;
  }

  /**
   * Makes it. It connects to nothing yet.
   *
   * @throws IllegalArgumentException if the issuer is no URL that an issuer can have
   */
  public IdentityProvider build() {
    HttpUrl url = DirectWayOut.checked(issuer, requireHttps && guard == null);
    if (url.target().indexOf('?') >= 0) {
      throw new IllegalArgumentException("an issuer has no query: " + url.origin());
    }
    boolean own = vertx == null;
    Vertx used = own ? Vertx.vertx() : vertx;
    HttpConnector connector = HttpConnector.create(used, CONNECT, true, trust);
    WayOut out =
        guard == null
            ? new DirectWayOut(connector, requireHttps)
            : new GuardedWayOut(guard, connector);
    return new IdentityProvider(
        this, issuer, used, own, new ProviderRoads(used, connector, url, out));
  }
}
