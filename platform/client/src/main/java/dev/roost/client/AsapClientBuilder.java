package dev.roost.client;

import static java.util.Objects.requireNonNull;

import dev.roost.client.manifest.ManifestTrust;
import dev.roost.outbound.DirectWayOut;
import dev.roost.outbound.GuardedWayOut;
import dev.roost.outbound.HttpConnector;
import dev.roost.outbound.HttpUrl;
import dev.roost.outbound.OutboundGuard;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.spi.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a client is to be like. Everything has a default. */
public final class AsapClientBuilder {
  private static final AgentUrn SOMEBODY = AgentUrn.of("urn:asap:agent:client");

  private final String baseUrl;
  private @Nullable Vertx vertx;
  private @Nullable OutboundGuard guard;
  private @Nullable TrustOptions trust;
  private Duration connect = Duration.ofSeconds(5);
  private boolean requireHttps = true;
  ClientSettings settings = ClientSettings.DEFAULTS;
  AgentUrn sender = SOMEBODY;
  TokenProvider tokens = TokenProvider.NONE;
  String transport = HttpTransportProvider.NAME;
  WebSocketSettings webSocket = WebSocketSettings.DEFAULTS;
  Consumer<Envelope> onMessage = message -> {};
  @Nullable String revocationList;
  ManifestTrust manifestTrust = ManifestTrust.NOT_ASKED;
  Clock clock = new MonotonicClock();
  Attempts.@Nullable Pauses pauses;

  AsapClientBuilder(String baseUrl) {
    this.baseUrl = requireNonNull(baseUrl, "baseUrl");
  }

  /** Uses the program's Vert.x; by default the client has one of its own. */
  public AsapClientBuilder vertx(Vertx value) {
    vertx = requireNonNull(value, "vertx");
    return this;
  }

  /** Who sends the messages that the client makes itself, such as cancellations. */
  public AsapClientBuilder sender(AgentUrn value) {
    sender = requireNonNull(value, "sender");
    return this;
  }

  /** Shows that token to the agent. */
  public AsapClientBuilder token(Secret value) {
    return tokens(TokenProvider.of(value));
  }

  /** Asks for the token to show. */
  public AsapClientBuilder tokens(TokenProvider value) {
    tokens = requireNonNull(value, "tokens");
    return this;
  }

  /** Limits and times. */
  public AsapClientBuilder settings(ClientSettings value) {
    settings = requireNonNull(value, "settings");
    return this;
  }

  /** How long a connection may take to come about, 5 seconds by default. */
  public AsapClientBuilder connectTimeout(Duration value) {
    Positive.check("connectTimeout", value);
    connect = value;
    return this;
  }

  /** Which authorities are trusted; by default those that Java trusts. */
  public AsapClientBuilder trust(TrustOptions value) {
    trust = requireNonNull(value, "trust");
    return this;
  }

  /**
   * For URLs from outside: the guard decides which may be used, on every attempt. By default any
   * URL may that the program names.
   */
  public AsapClientBuilder guard(OutboundGuard value) {
    guard = requireNonNull(value, "guard");
    return this;
  }

  /** Whether other machines must be reached by TLS; yes by default. With a guard, it decides. */
  public AsapClientBuilder requireHttps(boolean value) {
    requireHttps = value;
    return this;
  }

  /** Which transport carries messages, {@code http} by default. */
  public AsapClientBuilder transport(String value) {
    transport = requireNonNull(value, "transport");
    return this;
  }

  /** Limits and times of connections by WebSocket. */
  public AsapClientBuilder webSocket(WebSocketSettings value) {
    webSocket = requireNonNull(value, "webSocket");
    return this;
  }

  /**
   * Takes what peers send over WebSocket of their own accord; by default it is left aside.
   *
   * @param value called on an event loop, which it must not block
   */
  public AsapClientBuilder onMessage(Consumer<Envelope> value) {
    onMessage = requireNonNull(value, "onMessage");
    return this;
  }

  /** Asks for signed manifests; by default signatures are neither asked for nor looked at. */
  public AsapClientBuilder manifestTrust(ManifestTrust value) {
    manifestTrust = requireNonNull(value, "manifestTrust");
    return this;
  }

  /**
   * Asks no agent that is on a list of revoked ones. If the list cannot be read, and could not be
   * for an hour, nobody is asked.
   *
   * @param url where the list is
   */
  public AsapClientBuilder revocationList(String url) {
    revocationList = requireNonNull(url, "url");
    return this;
  }

  AsapClientBuilder clock(Clock value) {
    clock = value;
    return this;
  }

  AsapClientBuilder pauses(Attempts.Pauses value) {
    pauses = value;
    return this;
  }

  /**
   * Makes the client. It connects to nothing yet.
   *
   * @throws IllegalArgumentException if the base URL is none, or the transport is not there
   */
  public AsapClient build() {
    Transports.named(transport);
    DirectWayOut.checked(baseUrl, requireHttps && guard == null);
    boolean own = vertx == null;
    Vertx used = own ? Vertx.vertx() : vertx;
    HttpConnector connector = HttpConnector.create(used, connect, true, trust);
    HttpConnector upgradable = HttpConnector.create(used, connect, false, trust);
    if (guard != null) {
      GuardedWayOut out = new GuardedWayOut(guard, connector);
      GuardedWayOut upgrades = new GuardedWayOut(guard, upgradable);
      return new AsapClient(
          new ClientCore(this, used, own, out, upgrades, HttpUrl::parse), baseUrl);
    }
    DirectWayOut out = new DirectWayOut(connector, requireHttps);
    DirectWayOut upgrades = new DirectWayOut(upgradable, requireHttps);
    return new AsapClient(new ClientCore(this, used, own, out, upgrades, out::checked), baseUrl);
  }
}
