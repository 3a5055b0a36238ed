package dev.roost.client;

import dev.roost.client.registry.LiteRegistry;
import dev.roost.client.registry.RevocationList;
import dev.roost.outbound.HttpUrl;
import dev.roost.outbound.WayOut;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Manifest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What all clients have in common that are made of one another: connections, caches, circuits. */
final class ClientCore {
  /** How many manifests are kept. */
  static final int MAX_MANIFESTS = 1_000;

  private static final int MAX_PEERS = 1_000;
  private static final int MAX_REGISTRIES = 16;
  private static final Duration REGISTRY_FRESH = Duration.ofSeconds(900);
  private static final Duration REGISTRY_SPARE = Duration.ofHours(1);
  private static final Duration MAX_PAGE_TIME = Duration.ofSeconds(10);

  final Vertx vertx;
  final WayOut out;
  private final WayOut upgrades;
  final ClientSettings settings;
  final AgentUrn sender;
  final Clock clock;
  final Attempts.Pauses pauses;
  final PageCache<Manifest> manifests;
  final PageCache<LiteRegistry> registries;
  final PageCache<RevocationList> revocations;
  private final Optional<String> revocationList;
  private final Function<String, HttpUrl> check;
  private final TokenProvider tokens;
  private final String transport;
  private final WebSocketSettings webSocket;
  private final Consumer<Envelope> onMessage;
  private final BoundedCache<Transport> transports = new BoundedCache<>(MAX_PEERS);
  private final boolean ownsVertx;
  private volatile boolean closed;
  private final BoundedCache<Circuit> circuits = new BoundedCache<>(MAX_PEERS);

  ClientCore(
      AsapClientBuilder wanted,
      Vertx vertx,
      boolean ownsVertx,
      WayOut out,
      WayOut upgrades,
      Function<String, HttpUrl> check) {
    this.vertx = vertx;
    this.ownsVertx = ownsVertx;
    this.out = out;
    this.upgrades = upgrades;
    this.check = check;
    this.settings = wanted.settings;
    this.sender = wanted.sender;
    this.clock = wanted.clock;
    this.pauses = wanted.pauses == null ? Attempts.Pauses.of(vertx) : wanted.pauses;
    this.tokens = wanted.tokens;
    this.transport = wanted.transport;
    this.webSocket = wanted.webSocket;
    this.onMessage = wanted.onMessage;
    TrustedManifests reader = new TrustedManifests(wanted.manifestTrust);
    this.manifests =
        cache(
            new PageCache.Kind<>(
                MAX_MANIFESTS,
                CacheRules.DEFAULT,
                Duration.ZERO,
                (url, body) -> Future.succeededFuture(reader.read(url, body))));
    RegistryPages pages = new RegistryPages(vertx);
    this.registries = cache(registryPages(pages::registry));
    this.revocations = cache(registryPages(pages::revocations));
    this.revocationList = Optional.ofNullable(wanted.revocationList).map(this::pageUrl);
  }

  private <T> PageCache<T> cache(PageCache.Kind<T> kind) {
    return new PageCache<>(vertx, clock, settings.timeout(), kind);
  }

  private static <T> PageCache.Kind<T> registryPages(PageCache.Reader<T> reader) {
    return new PageCache.Kind<>(MAX_REGISTRIES, REGISTRY_FRESH, REGISTRY_SPARE, reader);
  }

  /**
   * The one form of the URL of a page.
   *
   * @throws IllegalArgumentException if it is none
   */
  String pageUrl(String text) {
    return check.apply(text).toString();
  }

  /** What a page says, from the cache or fetched in a few attempts. */
  <T> Future<T> cached(PageCache<T> cache, String url, String path) {
    return cache.get(
        url,
        conditions ->
            attempts(url, settings.retry())
                .make(
                    () -> {
                      HttpSpec spec = HttpSpec.get(url, path);
                      spec.headers().addAll(conditions);
                      return page(spec).map(answer -> StatusErrors.usable(url, answer, 304));
                    }));
  }

  /** Fails if an agent was revoked; succeeds if there is no list to look at. */
  Future<Void> admit(AgentUrn agent) {
    return revocationList.isEmpty()
        ? Future.succeededFuture()
        : cached(revocations, revocationList.get(), "")
            .map(
                list -> {
                  list.find(agent).ifPresent(AgentRevokedException::raise);
                  return null;
                });
  }

  /**
   * The one form of a base URL.
   *
   * @throws IllegalArgumentException if it is none
   */
  String base(String text) {
    HttpUrl url = check.apply(text);
    if (url.target().indexOf('?') >= 0) {
      throw new IllegalArgumentException("a base URL has no query: " + url.origin());
    }
    return url.toString().replaceAll("/+$", "");
  }

  /** The transport to a peer that the program has chosen. */
  Transport transport(String base) {
    return transport(base, transport);
  }

  /** A certain transport to a peer; there is one of each. */
  Transport transport(String base, String name) {
    return transports.get(
        name + ' ' + base,
        key ->
            Transports.named(name)
                .create(
                    new TransportContext(
                        vertx, base, out, upgrades, tokens, settings, webSocket, onMessage)));
  }

  Circuit circuit(String base) {
    return circuits.get(base, name -> Circuit.of(name, settings.circuit(), clock));
  }

  Attempts attempts(String base, RetryPolicy policy) {
    return new Attempts(policy, circuit(base), pauses, clock);
  }

  /** Fetches a page below the root of an agent. */
  Future<HttpAnswer> page(HttpSpec spec) {
    Duration timeout =
        settings.timeout().compareTo(MAX_PAGE_TIME) < 0 ? settings.timeout() : MAX_PAGE_TIME;
    return HttpExchange.fetch(vertx, out, spec, timeout, settings.maxAnswerBytes());
  }

  /**
   * Refuses calls after the end.
   *
   * @throws IllegalStateException if it has been closed
   */
  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
  }

  Future<Void> close() {
    closed = true;
    return Future.join(transports.values().stream().map(Transport::close).toList())
        .eventually(out::close)
        .eventually(upgrades::close)
        .eventually(() -> ownsVertx ? vertx.close() : Future.succeededFuture())
        .mapEmpty();
  }
}
