package dev.roost.client.webhook;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/** The secret half of an Ed25519 key, which only the sender has. In no text but its own. */
public final class WebhookSigningKey {
  private static final String PREFIX = "whsk_";
  private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

  private final PrivateKey key;
  private final byte[] seed;
  private final WebhookVerifyKey verifyKey;

  private WebhookSigningKey(byte[] seed, WebhookVerifyKey verifyKey) {
    this.seed = seed;
    this.verifyKey = verifyKey;
    try {
      this.key =
          KeyFactory.getInstance(WebhookVerifyKey.ALGORITHM)
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java 15 and later have Ed25519", e);
    }
  }

  /**
   * Reads one: base64 of 64 bytes, first the seed, then the key that verifies, behind {@code
   * whsk_}.
   *
   * @throws IllegalArgumentException if it is none, or its halves do not belong together; nothing
   *     of it is in the message
   */
  public static WebhookSigningKey parse(String text) {
    int half = WebhookVerifyKey.BYTES;
    byte[] bytes = KeyText.decode(PREFIX, text, 2 * half);
    WebhookSigningKey key =
        new WebhookSigningKey(
            Arrays.copyOf(bytes, half),
            WebhookVerifyKey.of(Arrays.copyOfRange(bytes, half, 2 * half)));
    if (!key.verifyKey.verifies(PROBE, key.sign(PROBE))) {
      throw new IllegalArgumentException("The halves of the webhook key do not belong together");
    }
    return key;
  }

  /** A new one. */
  public static WebhookSigningKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(WebhookVerifyKey.ALGORITHM).generateKeyPair();
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      return new WebhookSigningKey(seed, WebhookVerifyKey.of(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java 15 and later have Ed25519", e);
    }
  }

  /** The half that receivers are told. */
  public WebhookVerifyKey verifyKey() {
    return verifyKey;
  }

  /** The text that {@link #parse} reads, for the one place that stores it. */
  public String reveal() {
    byte[] both = Arrays.copyOf(seed, 2 * WebhookVerifyKey.BYTES);
    System.arraycopy(verifyKey.bytes(), 0, both, seed.length, WebhookVerifyKey.BYTES);
    return KeyText.encode(PREFIX, both);
  }

  byte[] sign(byte[] content) {
    try {
      Signature signature = Signature.getInstance(WebhookVerifyKey.ALGORITHM);
      signature.initSign(key);
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key signs everything", e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
