package dev.roost.client;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.internal.CircuitBreakerStateMachine;
import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The circuit breaker before one peer. Any thread may use it. */
final class Circuit {
  private final String baseUrl;
  private final CircuitPolicy policy;
  private final Clock clock;
  private final CircuitBreaker breaker;
  private volatile Instant closedUntil = Instant.MIN;

  private Circuit(String baseUrl, CircuitPolicy policy, Clock clock, CircuitBreaker breaker) {
    this.baseUrl = baseUrl;
    this.policy = policy;
    this.clock = clock;
    this.breaker = breaker;
    breaker
        .getEventPublisher()
        .onStateTransition(
            change -> {
              if (change.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                closedUntil = clock.instant().plus(policy.rest());
              }
            });
  }

  static Circuit of(String baseUrl, CircuitPolicy policy, Clock clock) {
    // the one constructor that takes a clock, which is to pass evenly
    CircuitBreaker breaker = new CircuitBreakerStateMachine(baseUrl, config(policy), clock);
    return new Circuit(baseUrl, policy, clock, breaker);
  }

  /** So many calls in a row fail exactly if all of the last so many do. */
  private static CircuitBreakerConfig config(CircuitPolicy policy) {
    int failures = Math.max(1, policy.failures());
    return CircuitBreakerConfig.custom()
        .slidingWindow(failures, failures, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
        .failureRateThreshold(100)
        .waitDurationInOpenState(policy.rest())
        .permittedNumberOfCallsInHalfOpenState(1)
        .build();
  }

  /** Makes an attempt, unless the peer has a rest. */
  <T> Future<T> guard(Supplier<Future<T>> attempt) {
    if (policy.failures() == 0) {
      return attempt.get();
    } else if (!breaker.tryAcquirePermission()) {
      Duration rest = Duration.between(clock.instant(), closedUntil);
      return Future.failedFuture(
          new CircuitOpenException(
              baseUrl, policy.failures(), rest.isNegative() ? Duration.ZERO : rest));
    }
    return attempted(attempt)
        .onComplete(
            done -> {
              if (done.succeeded()) {
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
              } else {
                judge(done.cause());
              }
            });
  }

  private static <T> Future<T> attempted(Supplier<Future<T>> attempt) {
    try {
      return attempt.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** Every permit is given back: as a success, as a failure, or as if it had not been taken. */
  private void judge(Throwable failure) {
    if (failure instanceof RemoteErrorException) {
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    } else if (isOfThePeer(failure)) {
      breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    } else {
      breaker.releasePermission();
    }
  }

  private static boolean isOfThePeer(Throwable failure) {
    return failure instanceof ConnectionFailedException
            && !(failure.getCause() instanceof ConnectionPoolTooBusyException)
        || failure instanceof AnswerTimeoutException
        || failure instanceof InvalidAnswerException
        || failure instanceof HttpStatusException told && told.status() >= 500;
  }
}
