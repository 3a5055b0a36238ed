package dev.roost.launcher.check;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Verifies signatures with keys as the protocol carries them: their 32 bytes alone. */
final class Ed25519 {
  private static final int KEY_BYTES = 32;
  private static final String ALGORITHM = "Ed25519";

  /** What stands before the key in the form that the JDK reads. */
  private static final byte[] HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private Ed25519() {}

  /**
   * Says whether {@code signature} is the key's over {@code text}.
   *
   * @throws GeneralSecurityException if one of them is none at all
   */
  static boolean verifies(byte[] key, byte[] text, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(ALGORITHM);
    verifier.initVerify(publicKey(key));
    verifier.update(text);
    return verifier.verify(signature);
  }

  private static PublicKey publicKey(byte[] key) throws GeneralSecurityException {
    if (key.length != KEY_BYTES) {
      throw new GeneralSecurityException("a key has 32 bytes, not " + key.length);
    }
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.writeBytes(HEAD);
    encoded.writeBytes(key);
    return KeyFactory.getInstance(ALGORITHM)
        .generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
  }
}
