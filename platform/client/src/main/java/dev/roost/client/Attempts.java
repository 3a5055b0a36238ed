package dev.roost.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again what may be tried again. */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final RetryPolicy policy;
  private final Circuit circuit;
  private final Pauses pauses;
  private final Clock clock;

  /** How time passes between two attempts. */
  interface Pauses {
    /** Completes when the time has passed. */
    Future<Void> pause(Duration time);

    /** A number from 0 to 1. */
    double random();

    /** Real ones. */
    static Pauses of(Vertx vertx) {
      return new Pauses() {
        @Override
        public Future<Void> pause(Duration time) {
          return vertx.timer(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS).mapEmpty();
        }

        @Override
        public double random() {
          return ThreadLocalRandom.current().nextDouble();
        }
      };
    }
  }

  Attempts(RetryPolicy policy, Circuit circuit, Pauses pauses, Clock clock) {
    this.policy = policy;
    this.circuit = circuit;
    this.pauses = pauses;
    this.clock = clock;
  }

  /** Makes attempts until one succeeds, or none is left. */
  <T> Future<T> make(Supplier<Future<T>> attempt) {
    return make(attempt, 1, now());
  }

  private <T> Future<T> make(Supplier<Future<T>> attempt, int number, Instant begun) {
    return circuit.guard(attempt).recover(failure -> afterwards(attempt, number, begun, failure));
  }

  private <T> Future<T> afterwards(
      Supplier<Future<T>> attempt, int number, Instant begun, Throwable failure) {
    Optional<Duration> pause =
        failure instanceof CircuitOpenException ? Optional.empty() : pause(number, begun, failure);
    if (pause.isEmpty()) {
      return Future.failedFuture(failure);
    }
    LOG.atDebug()
        .addKeyValue("attempt", number)
        .addKeyValue("pause", pause.get())
        .addKeyValue("failure", failure.getMessage())
        .log("A call is tried again");
    return paused(pause.get())
        .compose(passed -> make(attempt, number + 1, begun))
        .recover(later -> Future.failedFuture(rather(failure, later)));
  }

  /** How long to wait after that many failures in a row; empty if it is to be left. */
  Optional<Duration> pause(int number, Instant begun, Throwable failure) {
    return failure instanceof AsapClientException known && policy.permits(known)
        ? policy.pause(number, Duration.between(begun, now()), known.retryAfter(), pauses::random)
        : Optional.empty();
  }

  /** Waits. */
  Future<Void> paused(Duration pause) {
    return pauses.pause(pause);
  }

  /** What time it is. */
  Instant now() {
    return clock.instant();
  }

  /** That the peer has a rest by now tells less than why. */
  private static Throwable rather(Throwable earlier, Throwable later) {
    return later instanceof CircuitOpenException ? earlier : later;
  }
}
