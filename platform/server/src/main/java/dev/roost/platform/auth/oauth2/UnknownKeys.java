package dev.roost.platform.auth.oauth2;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often newer keys may be fetched for names of keys that are not known, since anybody can make
 * such names up: for the same name once in a while, and seldom for all together. So a client that
 * goes on with the name of a withdrawn key does not use up what a new key needs. Used by one
 * context only.
 */
final class UnknownKeys {
  /** How long a name that was looked for is not looked for again, and one more fetch takes. */
  static final Duration PAUSE = Duration.ofSeconds(30);

  /** How many fetches there may be one after the other. */
  static final int AT_ONCE = 2;

  /** How many names are remembered; no more fetches than that are made while one matters. */
  private static final int MAX_NAMES = 10;

  private final Clock clock;
  private final Map<String, Instant> lookedFor =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MAX_NAMES;
        }
      };

  private int left = AT_ONCE;
  private Instant oneMoreAt = Instant.MAX;

  UnknownKeys(Clock clock) {
    this.clock = clock;
  }

  /** Says whether a fetch may be made for a name, and counts it. */
  boolean take(String name) {
    Instant now = clock.instant();
    refill(now);
    if (left == 0 || wasLookedFor(name, now)) {
      return false;
    }
    if (left == AT_ONCE) {
      oneMoreAt = now.plus(PAUSE);
    }
    left--;
    lookedFor.remove(name);
    lookedFor.put(name, now);
    return true;
  }

  private boolean wasLookedFor(String name, Instant now) {
    Instant before = lookedFor.get(name);
    return before != null && isBetween(before, now);
  }

  /** A clock that was set back lets more pass rather than nothing. */
  private static boolean isBetween(Instant before, Instant now) {
    return !now.isBefore(before) && now.isBefore(before.plus(PAUSE));
  }

  private void refill(Instant now) {
    if (left < AT_ONCE && now.isBefore(oneMoreAt.minus(PAUSE))) {
      oneMoreAt = now;
    }
    while (left < AT_ONCE && !now.isBefore(oneMoreAt)) {
      left++;
      oneMoreAt = oneMoreAt.plus(PAUSE);
    }
  }
}
