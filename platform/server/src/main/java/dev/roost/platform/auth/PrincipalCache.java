package dev.roost.platform.auth;

import dev.roost.platform.auth.oauth2.TokenHash;
import dev.roost.spi.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that were proved lately, on whichever event loop. They are in two generations: when
 * the younger one is full, the elder is forgotten and the younger takes its place.
 */
final class PrincipalCache {
  /** How many tokens one generation holds. */
  static final int MAX_PER_GENERATION = 25_000;

  private final Clock clock;
  private volatile Generations generations = new Generations(new ConcurrentHashMap<>(), Map.of());

  private record Generations(Map<TokenHash, Proof> younger, Map<TokenHash, Proof> elder) {
    @Nullable Proof find(TokenHash hash) {
      Proof proof = younger.get(hash);
      return proof == null ? elder.get(hash) : proof;
    }
  }

  private final AuthStatus status;

  private record Proof(Principal principal, Instant provedAt, Instant until, long epoch) {
    boolean holdsAt(Instant now) {
      return !now.isBefore(provedAt) && now.isBefore(until);
    }
  }

  PrincipalCache(Clock clock, AuthStatus status) {
    this.clock = clock;
    this.status = status;
  }

  Optional<Principal> find(TokenHash hash) {
    Proof proof = generations.find(hash);
    return proof != null && proof.epoch() == status.epoch() && proof.holdsAt(clock.instant())
        ? Optional.of(proof.principal())
        : Optional.empty();
  }

  /**
   * Keeps a proof for so long, if it is good for so long.
   *
   * @param epoch in which it was asked for
   */
  void keep(TokenHash hash, Principal principal, Duration time, long epoch) {
    Instant now = clock.instant();
    Instant end = now.plus(time);
    Instant until = principal.until().filter(end::isAfter).orElse(end);
    room().put(hash, new Proof(principal, now, until, epoch));
  }

  private Map<TokenHash, Proof> room() {
    Generations now = generations;
    return now.younger().size() < MAX_PER_GENERATION ? now.younger() : turned(now);
  }

  private synchronized Map<TokenHash, Proof> turned(Generations full) {
    if (generations == full) {
      generations = new Generations(new ConcurrentHashMap<>(), full.younger());
    }
    return generations.younger();
  }
}
