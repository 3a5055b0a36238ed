package dev.roost.client.oauth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** A key on the curve Ed25519 with which a test signs. */
record TestingEdwardsKey(String id, KeyPair pair) {
  private static final int KEY_BYTES = 32;

  static TestingEdwardsKey generate(String id) {
    try {
      return new TestingEdwardsKey(id, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** What a provider publishes that has this key. */
  JsonObject published(String algorithm) {
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] bytes = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    JsonObject key =
        new JsonObject()
            .put("kty", "OKP")
            .put("crv", "Ed25519")
            .put("kid", id)
            .put("alg", algorithm)
            .put("x", base64(bytes));
    return new JsonObject().put("keys", new JsonArray().add(key));
  }

  String sign(String algorithm, JsonObject claims) {
    JsonObject header = new JsonObject().put("alg", algorithm).put("kid", id);
    String signed = part(header) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String part(JsonObject json) {
    return base64(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
