package dev.roost.client.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/** Signs what a test wants to be signed. */
final class TestingIdTokens {
  static final ECKey KEY = elliptic("key-1");
  static final ECKey STRANGER = elliptic("key-1");
  static final RSAKey RSA = rsa("key-2", 2_048);
  static final OctetSequenceKey SHARED = shared();

  private TestingIdTokens() {}

  private static ECKey elliptic(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static RSAKey rsa(String id, int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static OctetSequenceKey shared() {
    try {
      return new OctetSequenceKeyGenerator(256).keyID("key-3").generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /** What a provider publishes. */
  static JsonObject published(JWK... keys) {
    return new JsonObject(new JWKSet(Arrays.asList(keys)).toJSONObject(true));
  }

  static String sign(JsonObject claims) {
    return sign(KEY, JWSAlgorithm.ES256, claims);
  }

  static String sign(JWK key, JWSAlgorithm algorithm, JsonObject claims) {
    return sign(key, new JWSHeader.Builder(algorithm).keyID(key.getKeyID()), claims);
  }

  static String sign(JWK key, JWSHeader.Builder header, JsonObject claims) {
    try {
      JWSObject object = new JWSObject(header.build(), new Payload(claims.encode()));
      object.sign(signer(key));
      return object.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static JWSSigner signer(JWK key) throws JOSEException {
    if (key instanceof ECKey elliptic) {
      return new ECDSASigner(elliptic);
    } else if (key instanceof RSAKey rsa) {
      return new RSASSASigner(rsa.toRSAPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()));
    }
    return new MACSigner((OctetSequenceKey) key);
  }

  /** Signed by nobody. */
  static String unsigned(JsonObject claims) {
    return part("{\"alg\":\"none\"}") + "." + part(claims.encode()) + ".";
  }

  private static String part(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String hash(String accessToken) {
    return hash("SHA-256", accessToken);
  }

  static String hash(String algorithm, String accessToken) {
    try {
      byte[] hash =
          MessageDigest.getInstance(algorithm)
              .digest(accessToken.getBytes(StandardCharsets.US_ASCII));
      byte[] half = Arrays.copyOf(hash, hash.length / 2);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(half);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
