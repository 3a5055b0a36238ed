package dev.roost.client.oauth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/** Signatures by Ed25519, checked by the JDK; Nimbus would need one more library. */
final class EdwardsSignature {
  /** Its older name, which could mean other curves too, and its own. */
  static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

  private static final String ALGORITHM = "Ed25519";
  private static final int KEY_BYTES = 32;

  /** What stands before the key in the form that the JDK reads. */
  private static final byte[] HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private EdwardsSignature() {}

  static boolean isBy(SignedJWT token) {
    return ALGORITHMS.contains(token.getHeader().getAlgorithm());
  }

  /** Says whether {@code key} has signed {@code token}. */
  static boolean verifies(OctetKeyPair key, SignedJWT token) throws GeneralSecurityException {
    if (!Curve.Ed25519.equals(key.getCurve())) {
      return false;
    }
    Signature verifier = Signature.getInstance(ALGORITHM);
    verifier.initVerify(publicKey(key.getDecodedX()));
    verifier.update(token.getSigningInput());
    return verifier.verify(token.getSignature().decode());
  }

  private static PublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
    if (bytes.length != KEY_BYTES) {
      throw new GeneralSecurityException("a key has 32 bytes, not " + bytes.length);
    }
    byte[] encoded = Arrays.copyOf(HEAD, HEAD.length + KEY_BYTES);
    System.arraycopy(bytes, 0, encoded, HEAD.length, KEY_BYTES);
    return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
  }
}
