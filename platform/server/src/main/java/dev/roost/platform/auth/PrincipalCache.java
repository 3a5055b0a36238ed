package dev.roost.platform.auth;

import dev.roost.platform.auth.oauth2.TokenHash;
import dev.roost.spi.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The tokens that one event loop has seen proved lately. Used by that loop only. */
final class PrincipalCache {
  static final int MAX_ENTRIES = 1_000;

  private final Map<TokenHash, Proof> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TokenHash, Proof> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  private final Clock clock;

  private record Proof(Principal principal, Instant provedAt, Instant until) {
    boolean holdsAt(Instant now) {
      return !now.isBefore(provedAt) && now.isBefore(until);
    }
  }

  PrincipalCache(Clock clock) {
    this.clock = clock;
  }

  Optional<Principal> find(TokenHash hash) {
    Proof entry = entries.get(hash);
    return entry != null && entry.holdsAt(clock.instant())
        ? Optional.of(entry.principal())
        : Optional.empty();
  }

  /** Keeps a proof for so long, if it is good for so long. */
  void keep(TokenHash hash, Principal principal, Duration time) {
    Instant now = clock.instant();
    Instant end = now.plus(time);
    Instant until = principal.until().filter(end::isAfter).orElse(end);
    entries.put(hash, new Proof(principal, now, until));
  }
}
