package dev.roost.client;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was made of pages, as long as it may be used, and what it takes to ask whether it still
 * holds. Those who want the same at the same time wait for one answer.
 */
final class PageCache<T> {
  private static final int MAX_RUNNING = 1_000;
  private static final int NOT_MODIFIED = 304;

  /** So long nobody asks again after a failure that an older answer stood in for. */
  private static final Duration REST = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(PageCache.class);

  private final Vertx vertx;
  private final Clock clock;
  private final Duration patience;
  private final Kind<T> kind;
  private final BoundedCache<Kept<T>> kept;
  private final Map<String, Future<T>> running = new ConcurrentHashMap<>();

  /**
   * What pages these are.
   *
   * @param max how many are kept
   * @param fresh how long one may be used that does not say it
   * @param spare for how long an older answer stands in when there is no other
   * @param reader makes something of a page; fails if it is none
   */
  record Kind<T>(int max, Duration fresh, Duration spare, Reader<T> reader) {}

  /** Makes something of a page. */
  @FunctionalInterface
  interface Reader<T> {
    Future<T> read(String url, Buffer body);
  }

  /** What was made of a page, until when it may be used, and the names of its version. */
  private record Kept<T>(
      T value, Instant until, Instant spare, Optional<String> tag, Optional<String> modified) {
    Kept<T> usableUntil(Instant later, Instant laterSpare) {
      return new Kept<>(value, later, laterSpare, tag, modified);
    }
  }

  PageCache(Vertx vertx, Clock clock, Duration patience, Kind<T> kind) {
    this.vertx = vertx;
    this.clock = clock;
    this.patience = patience;
    this.kind = kind;
    this.kept = new BoundedCache<>(kind.max());
  }

  /**
   * What is made of a page.
   *
   * @param fetch fetches it, if need be, with the given conditions
   */
  Future<T> get(String url, Function<MultiMap, Future<HttpAnswer>> fetch) {
    Optional<Kept<T>> known = kept.get(url);
    if (known.filter(entry -> clock.instant().isBefore(entry.until())).isPresent()) {
      return Future.succeededFuture(known.get().value());
    }
    Promise<T> promise = Promise.promise();
    Future<T> other =
        running.size() < MAX_RUNNING ? running.putIfAbsent(url, promise.future()) : null;
    if (other != null) {
      return Calls.awaited(vertx, () -> other, patience);
    }
    fetch
        .apply(conditions(known))
        .compose(answer -> taken(url, answer, known))
        .recover(failure -> insteadOf(failure, url, known))
        .onComplete(
            done -> {
              running.remove(url, promise.future());
              promise.complete(done.result(), done.cause());
            });
    return promise.future();
  }

  private MultiMap conditions(Optional<Kept<T>> known) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    known.flatMap(Kept::tag).ifPresent(tag -> headers.set("If-None-Match", tag));
    known
        .filter(entry -> entry.tag().isEmpty())
        .flatMap(Kept::modified)
        .ifPresent(date -> headers.set("If-Modified-Since", date));
    return headers;
  }

  private Future<T> taken(String url, HttpAnswer answer, Optional<Kept<T>> known) {
    Instant until = clock.instant().plus(CacheRules.freshFor(answer.headers(), kind.fresh()));
    Instant spare = until.plus(kind.spare());
    if (answer.status() == NOT_MODIFIED && known.isPresent()) {
      kept.put(url, known.get().usableUntil(until, spare));
      return Future.succeededFuture(known.get().value());
    } else if (answer.status() != HttpAnswer.OK) {
      throw StatusErrors.of(url, answer);
    }
    return kind.reader()
        .read(url, answer.body())
        .onSuccess(
            value ->
                keep(
                    url,
                    answer,
                    new Kept<>(
                        value,
                        until,
                        spare,
                        named(answer, "ETag"),
                        named(answer, "Last-Modified"))));
  }

  private void keep(String url, HttpAnswer answer, Kept<T> entry) {
    if (CacheRules.mayKeep(answer.headers())) {
      kept.put(url, entry);
    } else {
      kept.remove(url);
    }
  }

  private Future<T> insteadOf(Throwable failure, String url, Optional<Kept<T>> known) {
    Instant now = clock.instant();
    Optional<Kept<T>> old =
        known.filter(entry -> !kind.spare().isZero() && now.isBefore(entry.spare()));
    if (old.isEmpty()) {
      return Future.failedFuture(failure);
    }
    LOG.atWarn()
        .addKeyValue("url", url)
        .addKeyValue("reason", failure.getMessage())
        .log("A page cannot be fetched; what it said before holds a while");
    kept.put(url, old.get().usableUntil(now.plus(REST), old.get().spare()));
    return Future.succeededFuture(old.get().value());
  }

  private static Optional<String> named(HttpAnswer answer, String header) {
    return Optional.of(answer.header(header)).filter(value -> !value.isEmpty());
  }
}
