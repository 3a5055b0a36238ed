package dev.roost.platform.auth;

import dev.roost.platform.auth.oauth2.RecentTokens;
import dev.roost.platform.auth.oauth2.TokenHash;
import dev.roost.spi.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The tokens that were proved lately, on whichever event loop. */
final class PrincipalCache {
  private final RecentTokens<Proof> proofs = new RecentTokens<>();
  private final Clock clock;
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
    Proof proof = proofs.find(hash);
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
    proofs.note(hash, new Proof(principal, now, until, epoch));
  }
}
