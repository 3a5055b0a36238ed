package dev.roost.platform.auth.oauth2;

/**
 * Checks signatures, and remembers which key has signed a token: a signature that was good once is
 * good for ever, of the same bytes and the same key. Whether the key may still sign, and whether
 * the claims still hold, is none of its business: that is looked at each time.
 */
final class KnownSignatures {
  private final RecentTokens<VerificationKey> signers = new RecentTokens<>();

  /** Says whether {@code key} has signed a token. */
  boolean hasSigned(VerificationKey key, SignatureAlgorithm algorithm, Jwt token) {
    TokenHash hash = token.hash();
    if (signers.find(hash) == key) {
      return true;
    }
    boolean good = token.isSignedBy(key, algorithm);
    if (good) {
      signers.note(hash, key);
    }
    return good;
  }
}
