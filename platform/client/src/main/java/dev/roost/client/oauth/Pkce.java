package dev.roost.client.oauth;

import dev.roost.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Binds a code to who asked for it (RFC 7636). By S256; plain is not there. */
final class Pkce {
  static final String METHOD = "S256";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private Pkce() {}

  /** A new one of 43 characters. */
  static Secret verifier() {
    return Secret.of(unguessable());
  }

  /** 256 bits that nobody can guess, as text. */
  static String unguessable() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What is told of a verifier before it is shown. */
  static String challenge(Secret verifier) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(sha256(verifier.reveal().getBytes(StandardCharsets.US_ASCII)));
  }

  static byte[] sha256(byte[] bytes) {
    return digest("SHA-256", bytes);
  }

  static byte[] sha512(byte[] bytes) {
    return digest("SHA-512", bytes);
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
