package dev.roost.client.oauth;

import java.time.Duration;

/** How long to leave a provider alone, and how long before its end a token is renewed. */
final class Rests {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration LEAD = Duration.ofSeconds(30);
  private static final int MAX_DOUBLINGS = 10;
  private static final double LEAST_JITTER = 0.9;
  private static final double JITTER = 0.2;
  private static final int TENTH = 10;

  private final Pauses pauses;
  private int failures;

  Rests(Pauses pauses) {
    this.pauses = pauses;
  }

  /** After one more failure: twice as long each time, up to a minute, or as long as was told. */
  Duration next(OAuthException failure) {
    if (!failure.problem().retryable()) {
      failures = 0;
      return failure.problem().rest();
    }
    Duration doubled =
        failure.problem().rest().multipliedBy(1L << Math.min(failures++, MAX_DOUBLINGS));
    Duration own = jittered(doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST);
    Duration told = failure.retryAfter().orElse(Duration.ZERO);
    return told.compareTo(own) > 0 ? told : own;
  }

  void over() {
    failures = 0;
  }

  /** 30 seconds or a tenth of its life, whichever is more; for a short one half of it. */
  Duration lead(Duration life) {
    Duration tenth = life.dividedBy(TENTH);
    Duration wanted = jittered(tenth.compareTo(LEAD) > 0 ? tenth : LEAD);
    Duration half = life.dividedBy(2);
    return wanted.compareTo(half) < 0 ? wanted : half;
  }

  private Duration jittered(Duration time) {
    return Duration.ofMillis(
        Math.round(time.toMillis() * (LEAST_JITTER + JITTER * pauses.random())));
  }
}
