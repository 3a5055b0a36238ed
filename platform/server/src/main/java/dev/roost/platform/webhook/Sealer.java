package dev.roost.platform.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes secrets unreadable for whoever reads the database but not the key: AES-256-GCM, with a
 * nonce that is made of the text, so that the same text is sealed the same way each time and no
 * nonce serves two texts. Any thread may use it.
 */
public final class Sealer {
  private static final String FORM = "v1.";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final byte @Nullable [] encryption;
  private final byte @Nullable [] nonces;
  private final String missing;

  private Sealer(byte @Nullable [] encryption, byte @Nullable [] nonces, String missing) {
    this.encryption = encryption;
    this.nonces = nonces;
    this.missing = missing;
  }

  /** With that key. */
  public static Sealer with(SealingKey key) {
    byte[] bytes = key.bytes();
    return new Sealer(
        mac(bytes, "roost webhook secrets: encryption"),
        mac(bytes, "roost webhook secrets: nonces"),
        "");
  }

  /**
   * Where there is no key: whoever has a secret is told why it cannot be kept.
   *
   * @param why with what to do
   */
  public static Sealer without(String why) {
    return new Sealer(null, null, requireNonNull(why, "why"));
  }

  /**
   * Seals a text.
   *
   * @return {@code v1.} and base64url
   * @throws SealException if there is no key
   */
  public String seal(String text) {
    byte[] nonce = Arrays.copyOf(mac(key(nonces), text), NONCE_BYTES);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(text.getBytes(UTF_8));
      ByteBuffer whole = ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed);
      return FORM + Base64.getUrlEncoder().withoutPadding().encodeToString(whole.array());
    } catch (GeneralSecurityException e) {
      throw noCipher(e);
    }
  }

  /**
   * Opens what was sealed.
   *
   * @throws SealException if there is no key, or it was another, or the text was changed since
   */
  public String open(String sealed) {
    byte[] whole = decode(sealed);
    if (whole.length <= NONCE_BYTES) {
      throw SealException.otherKey();
    }
    try {
      byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce);
      byte[] text = cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
      return new String(text, UTF_8);
    } catch (AEADBadTagException e) {
      throw SealException.otherKey();
    } catch (GeneralSecurityException e) {
      throw noCipher(e);
    }
  }

  private static byte[] decode(String sealed) {
    if (!sealed.startsWith(FORM)) {
      return new byte[0];
    }
    try {
      return Base64.getUrlDecoder().decode(sealed.substring(FORM.length()).getBytes(US_ASCII));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private byte[] key(byte @Nullable [] key) {
    if (key == null) {
      throw new SealException(missing, null);
    }
    return key;
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    SecretKeySpec key = new SecretKeySpec(key(encryption), "AES");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw noCipher(e);
    }
  }

  private static IllegalStateException noCipher(GeneralSecurityException cause) {
    return new IllegalStateException("every Java platform has AES-GCM and HMAC-SHA256", cause);
  }
}
