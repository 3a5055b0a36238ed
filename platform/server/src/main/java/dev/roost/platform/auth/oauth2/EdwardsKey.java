package dev.roost.platform.auth.oauth2;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** A key on the curve Ed25519, checked by the JDK; Nimbus would need one more library. */
final class EdwardsKey {
  private static final String ALGORITHM = "Ed25519";
  private static final int KEY_BYTES = 32;

  /** What stands before the key in the form that the JDK reads. */
  private static final byte[] HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private final PublicKey key;

  private EdwardsKey(PublicKey key) {
    this.key = key;
  }

  static EdwardsKey of(byte[] bytes) throws GeneralSecurityException {
    if (bytes.length != KEY_BYTES) {
      throw new GeneralSecurityException("a key has 32 bytes, not " + bytes.length);
    }
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.writeBytes(HEAD);
    encoded.writeBytes(bytes);
    return new EdwardsKey(
        KeyFactory.getInstance(ALGORITHM)
            .generatePublic(new X509EncodedKeySpec(encoded.toByteArray())));
  }

  boolean verifies(byte[] signed, byte[] signature) throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(ALGORITHM);
    verifier.initVerify(key);
    verifier.update(signed);
    return verifier.verify(signature);
  }
}
