package dev.roost.platform.auth.oauth2;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** The public half of a key that signs tokens. */
final class VerificationKey {
  private final JWK key;
  private final Check check;

  @FunctionalInterface
  private interface Check {
    boolean passes(SignatureAlgorithm algorithm, byte[] signed, byte[] signature)
        throws JOSEException, GeneralSecurityException;
  }

  private VerificationKey(JWK key, Check check) {
    this.key = key;
    this.check = check;
  }

  /**
   * Takes a public key.
   *
   * @throws JOSEException if it is none that signatures can be checked with
   * @throws GeneralSecurityException likewise
   */
  static VerificationKey of(JWK key) throws JOSEException, GeneralSecurityException {
    if (key instanceof RSAKey rsa) {
      return new VerificationKey(key, nimbus(new RSASSAVerifier(rsa.toRSAPublicKey())));
    } else if (key instanceof ECKey elliptic) {
      return new VerificationKey(key, nimbus(new ECDSAVerifier(elliptic.toECPublicKey())));
    } else if (key instanceof OctetKeyPair pair) {
      EdwardsKey edwards = EdwardsKey.of(pair.getDecodedX());
      return new VerificationKey(key, (algorithm, text, sign) -> edwards.verifies(text, sign));
    }
    throw new JOSEException("no key of a pair that signs");
  }

  /** The header that counts is the one we make: what a token says beside its algorithm does not. */
  private static Check nimbus(JWSVerifier verifier) {
    return (algorithm, signed, signature) ->
        verifier.verify(
            new JWSHeader(JWSAlgorithm.parse(algorithm.spelling())),
            signed,
            Base64URL.encode(signature));
  }

  /** Its name in its set. */
  Optional<String> id() {
    return Optional.ofNullable(key.getKeyID());
  }

  /** Says whether it may sign so. */
  boolean isFor(SignatureAlgorithm algorithm) {
    return algorithm.isFor(key);
  }

  /** Says whether a signature over some bytes is its own. */
  boolean verifies(SignatureAlgorithm algorithm, byte[] signed, byte[] signature) {
    try {
      return check.passes(algorithm, signed, signature);
    } catch (JOSEException | GeneralSecurityException e) {
      return false;
    }
  }
}
