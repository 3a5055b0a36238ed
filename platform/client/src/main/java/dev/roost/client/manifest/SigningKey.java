package dev.roost.client.manifest;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** A private key with its public half. */
record SigningKey(PrivateKey secret, ManifestKey publicKey) {
  private static final String HEAD = "-----BEGIN PRIVATE KEY-----";
  private static final String FOOT = "-----END PRIVATE KEY-----";
  private static final String WANTED =
      "it is no Ed25519 private key: PKCS #8 in PEM, or the 32 bytes of the seed in base 64";

  static SigningKey generate() {
    return generate(new SecureRandom());
  }

  /**
   * The key that a text holds.
   *
   * @throws IllegalArgumentException if there is none, without the text
   */
  static SigningKey read(String text) {
    return ofSeed(text.startsWith("-----") ? seedOfPem(text) : seed(text));
  }

  String toPem() {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(secret.getEncoded());
    return HEAD + '\n' + body + '\n' + FOOT + '\n';
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "SigningKey of " + publicKey;
  }

  private static byte[] seed(String text) {
    try {
      return StrictBase64.decode(text, EdwardsNumbers.BYTES);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(WANTED + " (" + e.getMessage() + ")");
    }
  }

  private static byte[] seedOfPem(String text) {
    if (!text.startsWith(HEAD) || !text.endsWith(FOOT)) {
      throw new IllegalArgumentException(WANTED);
    }
    String body = text.substring(HEAD.length(), text.length() - FOOT.length());
    try {
      byte[] encoded = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
      PrivateKey key =
          KeyFactory.getInstance(ManifestKey.ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return ((EdECPrivateKey) key).getBytes().orElseThrow();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(WANTED);
    }
  }

  private static SigningKey ofSeed(byte[] seed) {
    return generate(
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
          }
        });
  }

  /** The JDK derives a public half nowhere else than where it makes a pair from 32 random bytes. */
  private static SigningKey generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ManifestKey.ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, random);
      KeyPair pair = generator.generateKeyPair();
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] point =
          Arrays.copyOfRange(encoded, encoded.length - EdwardsNumbers.BYTES, encoded.length);
      return new SigningKey(pair.getPrivate(), ManifestKey.of(point));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
    }
  }
}
