package dev.roost.platform.auth.oauth2;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** A key pair of an issuer, made for a test, that signs by the JDK alone. */
public final class TestingKey {
  private static final Map<String, String> SIGNATURES =
      Map.of(
          "RS256", "SHA256withRSA",
          "RS384", "SHA384withRSA",
          "RS512", "SHA512withRSA",
          "ES256", "SHA256withECDSAinP1363Format",
          "ES384", "SHA384withECDSAinP1363Format",
          "EdDSA", "Ed25519",
          "Ed25519", "Ed25519");

  private final String id;
  private final KeyPair pair;

  private TestingKey(String id, KeyPair pair) {
    this.id = id;
    this.pair = pair;
  }

  /** RSA. */
  public static TestingKey rsa(String id, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return new TestingKey(id, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** On P-256 or P-384. */
  public static TestingKey elliptic(String id, String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return new TestingKey(id, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ed25519. */
  public static TestingKey edwards(String id) {
    try {
      return new TestingKey(id, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same key under another name. */
  public TestingKey named(String other) {
    return new TestingKey(other, pair);
  }

  /** Its name. */
  public String id() {
    return id;
  }

  /** Signs a text. */
  public byte[] sign(String algorithm, String text) {
    try {
      Signature signature = signature(algorithm);
      signature.initSign(pair.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Signature signature(String algorithm) throws GeneralSecurityException {
    if (!algorithm.equals("PS256")) {
      return Signature.getInstance(SIGNATURES.get(algorithm));
    }
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    return signature;
  }

  /** Its public half as a JWK. */
  public JsonObject jwk() {
    JsonObject jwk = new JsonObject().put("kid", id).put("use", "sig");
    if (pair.getPublic() instanceof RSAPublicKey rsa) {
      return jwk.put("kty", "RSA")
          .put("n", base64(unsigned(rsa.getModulus())))
          .put("e", base64(unsigned(rsa.getPublicExponent())));
    } else if (pair.getPublic() instanceof ECPublicKey elliptic) {
      int bytes = elliptic.getParams().getCurve().getField().getFieldSize() / 8;
      return jwk.put("kty", "EC")
          .put("crv", "P-" + bytes * 8)
          .put("x", base64(padded(elliptic.getW().getAffineX(), bytes)))
          .put("y", base64(padded(elliptic.getW().getAffineY(), bytes)));
    }
    byte[] encoded = pair.getPublic().getEncoded();
    return jwk.put("kty", "OKP")
        .put("crv", "Ed25519")
        .put("x", base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
  }

  /** With its private half, as no issuer should publish it. */
  public JsonObject privateJwk() {
    RSAPrivateKey secret = (RSAPrivateKey) pair.getPrivate();
    return jwk().put("d", base64(unsigned(secret.getPrivateExponent())));
  }

  /** What an attacker takes for the secret of an HMAC. */
  public byte[] modulus() {
    return unsigned(((RSAPublicKey) pair.getPublic()).getModulus());
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] unsigned(BigInteger number) {
    return padded(number, (number.bitLength() + 7) / 8);
  }

  private static byte[] padded(BigInteger number, int bytes) {
    byte[] signed = number.toByteArray();
    byte[] exact = new byte[bytes];
    int count = Math.min(signed.length, bytes);
    System.arraycopy(signed, signed.length - count, exact, bytes - count, count);
    return exact;
  }
}
