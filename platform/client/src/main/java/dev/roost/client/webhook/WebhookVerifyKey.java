package dev.roost.client.webhook;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The public half of an Ed25519 key, with which a receiver verifies. No secret. */
public final class WebhookVerifyKey {
  static final String ALGORITHM = "Ed25519";
  static final int BYTES = 32;

  private static final String PREFIX = "whpk_";

  /** What stands before the key in the form that the JDK reads. */
  private static final byte[] HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private final PublicKey key;
  private final byte[] bytes;

  private WebhookVerifyKey(PublicKey key, byte[] bytes) {
    this.key = key;
    this.bytes = bytes;
  }

  /**
   * Reads one: base64 of 32 bytes behind {@code whpk_}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static WebhookVerifyKey parse(String text) {
    return of(KeyText.decode(PREFIX, text, BYTES));
  }

  static WebhookVerifyKey of(byte[] bytes) {
    byte[] encoded = Arrays.copyOf(HEAD, HEAD.length + BYTES);
    System.arraycopy(bytes, 0, encoded, HEAD.length, BYTES);
    try {
      return new WebhookVerifyKey(
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)), bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("These 32 bytes are no Ed25519 key", e);
    }
  }

  static WebhookVerifyKey of(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return new WebhookVerifyKey(
        key, Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length));
  }

  byte[] bytes() {
    return bytes.clone();
  }

  boolean verifies(byte[] content, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(content);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WebhookVerifyKey verifyKey && Arrays.equals(bytes, verifyKey.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return KeyText.encode(PREFIX, bytes);
  }
}
