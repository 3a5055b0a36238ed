package dev.roost.client;

import dev.roost.outbound.HttpUrl;
import dev.roost.outbound.WayOut;
import dev.roost.protocol.AgentUrn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/** What all clients have in common that are made of one another: connections, caches, circuits. */
final class ClientCore {
  private static final int MAX_CIRCUITS = 1_000;
  private static final Duration MAX_PAGE_TIME = Duration.ofSeconds(10);

  final Vertx vertx;
  final WayOut out;
  final ClientSettings settings;
  final AgentUrn sender;
  final Clock clock;
  final Attempts.Pauses pauses;
  final ManifestCache manifests;
  private final Function<String, HttpUrl> check;
  private final TokenProvider tokens;
  private final TransportProvider transports;
  private final boolean ownsVertx;
  private volatile boolean closed;
  private final BoundedCache<Circuit> circuits = new BoundedCache<>(MAX_CIRCUITS);

  ClientCore(
      AsapClientBuilder wanted,
      Vertx vertx,
      boolean ownsVertx,
      WayOut out,
      Function<String, HttpUrl> check) {
    this.vertx = vertx;
    this.ownsVertx = ownsVertx;
    this.out = out;
    this.check = check;
    this.settings = wanted.settings;
    this.sender = wanted.sender;
    this.clock = wanted.clock;
    this.pauses = wanted.pauses == null ? Attempts.Pauses.of(vertx) : wanted.pauses;
    this.tokens = wanted.tokens;
    this.transports = Transports.named(wanted.transport);
    this.manifests = new ManifestCache(vertx, clock, settings.timeout());
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

  Transport transport(String base) {
    return transports.create(new TransportContext(vertx, base, out, tokens, settings));
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
    return out.close().eventually(() -> ownsVertx ? vertx.close() : Future.succeededFuture());
  }
}
