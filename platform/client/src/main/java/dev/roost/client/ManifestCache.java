package dev.roost.client;

import dev.roost.protocol.Manifest;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Manifests as long as they may be used, and what it takes to ask whether they still hold. Those
 * who want the same at the same time wait for one answer.
 */
final class ManifestCache {
  static final int MAX = 1_000;

  private static final int NOT_MODIFIED = 304;

  private final Vertx vertx;
  private final Clock clock;
  private final Duration patience;
  private final TrustedManifests reader;
  private final BoundedCache<Kept> kept = new BoundedCache<>(MAX);
  private final Map<String, Future<Manifest>> running = new ConcurrentHashMap<>();

  /** A manifest, until when it may be used, and the names of its version. */
  private record Kept(
      Manifest manifest, Instant until, Optional<String> tag, Optional<String> modified) {
    Kept usableUntil(Instant later) {
      return new Kept(manifest, later, tag, modified);
    }
  }

  ManifestCache(Vertx vertx, Clock clock, Duration patience, TrustedManifests reader) {
    this.vertx = vertx;
    this.clock = clock;
    this.patience = patience;
    this.reader = reader;
  }

  /**
   * The manifest of an agent.
   *
   * @param fetch fetches it, if need be, with the given conditions
   */
  Future<Manifest> get(String baseUrl, Function<MultiMap, Future<HttpAnswer>> fetch) {
    Optional<Kept> known = kept.get(baseUrl);
    if (known.filter(entry -> clock.instant().isBefore(entry.until())).isPresent()) {
      return Future.succeededFuture(known.get().manifest());
    }
    Promise<Manifest> promise = Promise.promise();
    Future<Manifest> other =
        running.size() < MAX ? running.putIfAbsent(baseUrl, promise.future()) : null;
    if (other != null) {
      return Calls.awaited(vertx, () -> other, patience);
    }
    fetch
        .apply(conditions(known))
        .map(answer -> taken(baseUrl, answer, known))
        .onComplete(
            done -> {
              running.remove(baseUrl, promise.future());
              promise.complete(done.result(), done.cause());
            });
    return promise.future();
  }

  private static MultiMap conditions(Optional<Kept> known) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    known.flatMap(Kept::tag).ifPresent(tag -> headers.set("If-None-Match", tag));
    known
        .filter(entry -> entry.tag().isEmpty())
        .flatMap(Kept::modified)
        .ifPresent(date -> headers.set("If-Modified-Since", date));
    return headers;
  }

  private Manifest taken(String baseUrl, HttpAnswer answer, Optional<Kept> known) {
    Instant until = clock.instant().plus(CacheRules.freshFor(answer.headers()));
    if (answer.status() == NOT_MODIFIED && known.isPresent()) {
      kept.put(baseUrl, known.get().usableUntil(until));
      return known.get().manifest();
    } else if (answer.status() != HttpAnswer.OK) {
      throw StatusErrors.of(baseUrl, answer);
    }
    Manifest manifest = reader.read(baseUrl, answer.body());
    keep(
        baseUrl,
        answer,
        new Kept(manifest, until, named(answer, "ETag"), named(answer, "Last-Modified")));
    return manifest;
  }

  private void keep(String baseUrl, HttpAnswer answer, Kept entry) {
    if (CacheRules.mayKeep(answer.headers())) {
      kept.put(baseUrl, entry);
    } else {
      kept.remove(baseUrl);
    }
  }

  private static Optional<String> named(HttpAnswer answer, String header) {
    return Optional.of(answer.header(header)).filter(value -> !value.isEmpty());
  }
}
