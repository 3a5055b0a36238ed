package dev.roost.platform.auth;

import dev.roost.platform.auth.oauth2.TokenHash;
import java.lang.ref.WeakReference;

/**
 * Hashes what callers show. For one request that is asked for several times, most often with no
 * other request in between, so the last one is remembered by the object that it was made of, and no
 * longer than that lives: tokens are kept as hashes only. Used by one event loop only.
 */
final class LastHash {
  private WeakReference<String> text;
  private TokenHash hash;

  LastHash() {
    this.hash = TokenHash.of("");
    this.text = new WeakReference<>(null);
  }

  TokenHash of(String authorization) {
    if (!text.refersTo(authorization)) {
      hash = TokenHash.of(authorization);
      text = new WeakReference<>(authorization);
    }
    return hash;
  }
}
