package dev.roost.platform.auth.oauth2;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer, fetched when they are needed and kept for a while. One fetch serves all
 * who wait; a provider that does not answer is asked rarely, and its keys are good on for hours.
 * Used by one context only; nobody is blocked.
 */
final class KeySource {
  /** How long keys are good without a look at newer ones. */
  static final Duration FRESH = Duration.ofMinutes(5);

  /** How long before that end newer ones are fetched while the old ones serve. */
  static final Duration AHEAD = Duration.ofSeconds(30);

  /** How long to wait after a fetch that failed. */
  static final Duration PAUSE = Duration.ofSeconds(30);

  /** The same while there are no keys at all. */
  static final Duration PAUSE_WITHOUT_KEYS = Duration.ofSeconds(2);

  /** How long keys are good while there is no getting newer ones. */
  static final Duration TOLERANCE = Duration.ofHours(4);

  /** How long a fetch may take, with discovery. */
  static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Logger LOG = LoggerFactory.getLogger(KeySource.class);

  private final String issuer;
  private final Supplier<Future<KeySet>> fetch;
  private final Clock clock;
  private UnknownKeys unknown;
  private @Nullable KeySet keys;
  private Instant fetchedAt = Instant.MIN;
  private Instant failedAt = Instant.MIN;
  private boolean failing;
  private @Nullable Future<KeySet> flight;
  private int forgotten;

  /**
   * @param issuer for the log
   * @param fetch gets the keys as they are now; it ends within {@link #PATIENCE}
   */
  KeySource(String issuer, Supplier<Future<KeySet>> fetch, Clock clock) {
    this.issuer = issuer;
    this.fetch = fetch;
    this.clock = clock;
    this.unknown = new UnknownKeys(clock);
  }

  /**
   * The keys to verify a token with.
   *
   * @return fails with {@link ProviderUnavailableException}
   */
  Future<KeySet> current() {
    KeySet known = usable();
    if (known == null) {
      return flight == null && isTooEarly() ? Future.failedFuture(unavailable()) : fetch();
    }
    Duration age = age();
    if (isBetween(age, FRESH.minus(AHEAD))) {
      return Future.succeededFuture(known);
    }
    if (!failing && !isBetween(age, FRESH)) {
      return fetch().recover(failure -> Future.succeededFuture(known));
    }
    if (!isTooEarly()) {
      fetch();
    }
    return Future.succeededFuture(known);
  }

  /**
   * Keys that may have one which {@code seen} lacks.
   *
   * @param name the key that is looked for; {@link UnknownKeys} says how often that may be
   */
  Future<KeySet> newerThan(KeySet seen, String name) {
    if (keys != null && keys != seen) {
      return Future.succeededFuture(keys);
    }
    if (flight == null && (isTooEarly() || !unknown.take(name))) {
      return Future.succeededFuture(seen);
    }
    return fetch().recover(failure -> Future.succeededFuture(seen));
  }

  /** Forgets the keys. Who waits for some gets those that are fetched after this. */
  void forget() {
    keys = null;
    failing = false;
    flight = null;
    forgotten++;
    unknown = new UnknownKeys(clock);
  }

  /** Says whether tokens can be verified at all. */
  boolean isReady() {
    return usable() != null;
  }

  private @Nullable KeySet usable() {
    return keys != null && isBetween(age(), TOLERANCE) ? keys : null;
  }

  /** A clock that was set back makes keys old rather than young. */
  private static boolean isBetween(Duration age, Duration limit) {
    return !age.isNegative() && age.compareTo(limit) < 0;
  }

  private Duration age() {
    return Duration.between(fetchedAt, clock.instant());
  }

  private boolean isTooEarly() {
    Duration pause = keys == null ? PAUSE_WITHOUT_KEYS : PAUSE;
    return failing && clock.instant().isBefore(failedAt.plus(pause));
  }

  private ProviderUnavailableException unavailable() {
    return new ProviderUnavailableException("there are no keys of " + issuer);
  }

  private Future<KeySet> fetch() {
    if (flight != null) {
      return flight;
    }
    Promise<KeySet> promise = Promise.promise();
    flight = promise.future();
    int begunAfter = forgotten;
    fetch
        .get()
        .onComplete(
            done -> {
              if (begunAfter == forgotten) {
                land(done);
                promise.handle(done);
              } else {
                current().onComplete(promise);
              }
            });
    return promise.future();
  }

  private void land(AsyncResult<KeySet> done) {
    flight = null;
    if (done.succeeded()) {
      take(done.result());
    } else {
      miss(done.cause());
    }
  }

  private void take(KeySet fetched) {
    if (failing || keys == null) {
      LOG.atInfo()
          .addKeyValue("issuer", issuer)
          .addKeyValue("keys", fetched.size())
          .log("The keys of an identity provider are there");
    }
    if (!fetched.oddities().isEmpty()
        && !fetched
            .oddities()
            .equals(Optional.ofNullable(keys).map(KeySet::oddities).orElse(null))) {
      LOG.atWarn()
          .addKeyValue("issuer", issuer)
          .addKeyValue("keys", fetched.oddities())
          .log("An identity provider publishes keys that are not used");
    }
    keys = fetched;
    fetchedAt = clock.instant();
    failing = false;
  }

  private void miss(Throwable cause) {
    failing = true;
    failedAt = clock.instant();
    LOG.atWarn()
        .addKeyValue("issuer", issuer)
        .addKeyValue("reason", cause.getMessage())
        .addKeyValue("oldKeysServe", usable() != null)
        .log("The keys of an identity provider could not be fetched");
  }
}
