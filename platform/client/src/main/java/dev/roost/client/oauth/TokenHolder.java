package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the token for a target, and has it renewed before it ends, once for all who ask. A provider
 * that gives none is left alone for a while. Any thread may ask.
 */
final class TokenHolder {
  private static final Logger LOG = LoggerFactory.getLogger(TokenHolder.class);

  /** A token is not shown when it ends within this time. */
  private static final Duration SPARE = Duration.ofSeconds(5);

  /** How long a token that replaced a refused one is kept, whoever refuses it. */
  private static final Duration REPLACEMENT = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Clock clock;
  private final Pauses pauses;
  private final Grant grant;
  private final Rests rests;
  private @Nullable IssuedToken current;
  private Instant renewAt = Instant.MIN;
  private Optional<Secret> dropped = Optional.empty();
  private Instant keepUntil = Instant.MIN;
  private @Nullable Promise<Secret> flight;
  private @Nullable OAuthException failure;
  private Instant restUntil = Instant.MIN;

  TokenHolder(Vertx vertx, Clock clock, Pauses pauses, Grant grant) {
    this.vertx = vertx;
    this.clock = clock;
    this.pauses = pauses;
    this.grant = grant;
    this.rests = new Rests(pauses);
  }

  /** The token that is there, or the next one. */
  synchronized Future<Secret> token() {
    Instant now = clock.instant();
    IssuedToken known = current;
    if (known != null && now.isBefore(renewAt)) {
      return Future.succeededFuture(known.value());
    }
    Promise<Secret> asked = flight;
    if (asked == null && !now.isBefore(restUntil)) {
      asked = begin(dropped);
    }
    if (known != null && now.isBefore(usableUntil(known))) {
      return Future.succeededFuture(known.value());
    }
    return asked != null ? asked.future() : Future.failedFuture(failure);
  }

  /**
   * Drops a token that its peer refuses.
   *
   * @return whether there may be another: it is left at the one that has just come in its place
   */
  synchronized boolean refused(Secret token) {
    if (current == null || !current.value().equals(token)) {
      return true;
    }
    Instant now = clock.instant();
    if (now.isBefore(keepUntil)) {
      return false;
    }
    current = null;
    dropped = Optional.of(token);
    keepUntil = now.plus(REPLACEMENT);
    return true;
  }

  private static Instant usableUntil(IssuedToken token) {
    Duration life = Duration.between(token.since(), token.until());
    Duration tenth = life.dividedBy(10);
    return token.until().minus(tenth.compareTo(SPARE) < 0 ? tenth : SPARE);
  }

  /** It may be over when it returns. */
  private Promise<Secret> begin(Optional<Secret> refused) {
    Promise<Secret> promise = Promise.promise();
    flight = promise;
    Contexts.later(vertx, () -> obtain(refused)).onComplete(done -> ended(promise, done));
    return promise;
  }

  private Future<IssuedToken> obtain(Optional<Secret> refused) {
    return new Tries(clock, pauses).make(() -> grant.obtain(refused));
  }

  private void ended(Promise<Secret> promise, AsyncResult<IssuedToken> done) {
    if (done.succeeded()) {
      take(done.result());
      promise.complete(done.result().value());
    } else {
      OAuthException known = OAuthException.from(done.cause());
      Duration rest = rest(known);
      LOG.atWarn()
          .addKeyValue("problem", known.problem())
          .addKeyValue("reason", known.getMessage())
          .addKeyValue("rest", rest)
          .log("A token could not be had");
      promise.fail(known);
    }
  }

  private synchronized void take(IssuedToken token) {
    current = token;
    renewAt = token.until().minus(rests.lead(Duration.between(token.since(), token.until())));
    dropped = Optional.empty();
    flight = null;
    failure = null;
    rests.over();
  }

  private synchronized Duration rest(OAuthException known) {
    Duration rest = rests.next(known);
    flight = null;
    failure = known;
    restUntil = clock.instant().plus(rest);
    return rest;
  }
}
