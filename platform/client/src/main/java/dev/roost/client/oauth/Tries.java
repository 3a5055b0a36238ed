package dev.roost.client.oauth;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Three attempts within a few seconds, for a provider that was just being started anew. */
final class Tries {
  private static final int MAX = 3;
  private static final Duration TOTAL = Duration.ofSeconds(5);
  private static final long FIRST_MILLIS = 500;

  private final Clock clock;
  private final Pauses pauses;
  private final Instant begun;

  Tries(Clock clock, Pauses pauses) {
    this.clock = clock;
    this.pauses = pauses;
    this.begun = clock.instant();
  }

  <T> Future<T> make(Supplier<Future<T>> attempt) {
    return make(attempt, 1);
  }

  private <T> Future<T> make(Supplier<Future<T>> attempt, int number) {
    return Contexts.begun(attempt).recover(failure -> afterwards(attempt, number, failure));
  }

  private <T> Future<T> afterwards(Supplier<Future<T>> attempt, int number, Throwable failure) {
    OAuthException known = OAuthException.from(failure);
    Duration pause = Duration.ofMillis((long) (FIRST_MILLIS * number * (1 + pauses.random())));
    boolean again =
        known.problem().retryable()
            && known.retryAfter().isEmpty()
            && number < MAX
            && Duration.between(begun, clock.instant()).plus(pause).compareTo(TOTAL) < 0;
    return again
        ? pauses.pause(pause).compose(passed -> make(attempt, number + 1))
        : Future.failedFuture(known);
  }
}
