package dev.roost.client.manifest;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The public half of a key that signs manifests, as the protocol carries it: 32 bytes. */
public final class ManifestKey {
  static final String ALGORITHM = "Ed25519";
  static final int SIGNATURE_BYTES = 2 * EdwardsNumbers.BYTES;

  /** What stands before the key in the form that the JDK reads. */
  private static final byte[] HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private final byte[] bytes;
  private final PublicKey key;

  private ManifestKey(byte[] bytes) {
    this.bytes = bytes;
    this.key = publicKey(bytes);
  }

  /**
   * A key.
   *
   * @param base64 its 32 bytes
   * @throws IllegalArgumentException if it is none, without its text
   */
  public static ManifestKey of(String base64) {
    return of(StrictBase64.decode(requireNonNull(base64, "base64"), EdwardsNumbers.BYTES));
  }

  static ManifestKey of(byte[] bytes) {
    if (!EdwardsNumbers.isPoint(bytes, 0)) {
      throw new IllegalArgumentException("it is no point of the curve");
    }
    return new ManifestKey(bytes);
  }

  private static PublicKey publicKey(byte[] bytes) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.writeBytes(HEAD);
    encoded.writeBytes(bytes);
    try {
      PublicKey key =
          KeyFactory.getInstance(ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
      verifier(key);
      return key;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it is no point of the curve", e);
    }
  }

  /** Here the JDK finds out whether the key is a point. */
  private static Signature verifier(PublicKey key) throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(ALGORITHM);
    verifier.initVerify(key);
    return verifier;
  }

  /** Whether a signature is this key's over a text, strictly as RFC 8032 says. */
  boolean verifies(byte[] text, byte[] signature) {
    if (signature.length != SIGNATURE_BYTES
        || !EdwardsNumbers.isPoint(signature, 0)
        || !EdwardsNumbers.isScalar(signature, EdwardsNumbers.BYTES)) {
      return false;
    }
    try {
      Signature verifier = verifier(key);
      verifier.update(text);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its 32 bytes in base 64. */
  @Override
  public String toString() {
    return StrictBase64.encode(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManifestKey same && Arrays.equals(bytes, same.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
