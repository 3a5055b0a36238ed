package dev.roost.platform.auth;

import dev.roost.platform.auth.oauth2.TokenHash;
import dev.roost.spi.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The tokens that one event loop has seen proved lately. Used by that loop only. */
final class PrincipalCache {
  static final int MAX_ENTRIES = 1_000;
  private static final long KEPT_NANOS = 60_000_000_000L;

  private final Map<TokenHash, Proof> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TokenHash, Proof> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  private final LongSupplier nanoTime;

  private record Proof(Principal principal, long provedAt) {}

  PrincipalCache() {
    this(System::nanoTime);
  }

  PrincipalCache(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  Optional<Principal> find(TokenHash hash) {
    Proof entry = entries.get(hash);
    if (entry == null || nanoTime.getAsLong() - entry.provedAt() > KEPT_NANOS) {
      return Optional.empty();
    }
    return Optional.of(entry.principal());
  }

  void keep(TokenHash hash, Principal principal) {
    entries.put(hash, new Proof(principal, nanoTime.getAsLong()));
  }
}
