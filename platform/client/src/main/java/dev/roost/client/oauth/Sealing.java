package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts with a key made of a passphrase: PBKDF2 and AES-256-GCM. The key is made once for each
 * salt, since that takes a while. For one thread at a time.
 */
final class Sealing {
  /** What is recommended for PBKDF2 with SHA-256. */
  static final int ITERATIONS = 600_000;

  private static final int MAX_ITERATIONS = 10_000_000;
  private static final int VERSION = 1;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int KEY_BITS = 256;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Secret passphrase;
  private final int iterations;
  private byte[] salt = random(SALT_BYTES);
  private int iterationsOfKey;
  private @Nullable SecretKeySpec key;

  Sealing(Secret passphrase, int iterations) {
    this.passphrase = passphrase;
    this.iterations = iterations;
  }

  /** Encrypts. */
  byte[] seal(byte[] text) throws GeneralSecurityException {
    byte[] nonce = random(NONCE_BYTES);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, salt, iterations, nonce).doFinal(text);
    return new JsonObject()
        .put("version", VERSION)
        .put("iterations", iterations)
        .put("salt", Base64.getEncoder().encodeToString(salt))
        .put("nonce", Base64.getEncoder().encodeToString(nonce))
        .put("data", Base64.getEncoder().encodeToString(sealed))
        .toBuffer()
        .getBytes();
  }

  /**
   * Decrypts.
   *
   * @throws GeneralSecurityException if it is of another passphrase, or was changed
   * @throws RuntimeException if it is nothing that was encrypted here
   */
  byte[] open(byte[] sealed) throws GeneralSecurityException {
    JsonObject envelope = StrictObject.read(sealed).orElseThrow();
    int count = envelope.getInteger("iterations");
    if (envelope.getInteger("version") != VERSION || count < 1 || count > MAX_ITERATIONS) {
      throw new GeneralSecurityException("of another version");
    }
    byte[] saltThere = bytes(envelope, "salt");
    return cipher(Cipher.DECRYPT_MODE, saltThere, count, bytes(envelope, "nonce"))
        .doFinal(bytes(envelope, "data"));
  }

  private static byte[] bytes(JsonObject envelope, String name) {
    return Base64.getDecoder().decode(envelope.getString(name));
  }

  private Cipher cipher(int mode, byte[] saltOfKey, int count, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key(saltOfKey, count), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(("roost tokens " + VERSION).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private SecretKeySpec key(byte[] saltOfKey, int count) throws GeneralSecurityException {
    SecretKeySpec known = key;
    if (known != null && count == iterationsOfKey && Arrays.equals(salt, saltOfKey)) {
      return known;
    }
    PBEKeySpec spec = new PBEKeySpec(passphrase.reveal().toCharArray(), saltOfKey, count, KEY_BITS);
    byte[] bytes =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    spec.clearPassword();
    SecretKeySpec made = new SecretKeySpec(bytes, "AES");
    key = made;
    salt = saltOfKey;
    iterationsOfKey = count;
    return made;
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
