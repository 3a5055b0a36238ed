package dev.roost.bench.issuer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Signs access tokens as RFC 9068 has them. By RS256 with 2,048 bits: what Keycloak, Auth0 and most
 * others do unless they are told otherwise.
 */
public final class TokenSigner {
  /** How long a token is good. */
  public static final Duration LIFETIME = Duration.ofHours(1);

  private static final int BITS = 2_048;
  private static final String AGENT_CLAIM = "https://github.com/adriannoes/asap-protocol/agent_id";

  private final RSAKey key;
  private final JWSSigner signer;
  private final JWSHeader header;

  /** With a new key. */
  public TokenSigner() {
    try {
      this.key =
          new RSAKeyGenerator(BITS)
              .keyID(UUID.randomUUID().toString())
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .generate();
      this.signer = new RSASSASigner(key);
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
    this.header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(key.getKeyID())
            .build();
  }

  /** The public half of the key, as a JWK set. */
  public JsonObject keys() {
    return new JsonObject()
        .put("keys", new JsonArray().add(new JsonObject(key.toPublicJWK().toJSONString())));
  }

  /** A token for somebody who may ask the agent echo. */
  public String sign(String issuer, String audience, String subject) {
    Instant now = Instant.now();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(audience)
            .subject(subject)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .jwtID(UUID.randomUUID().toString())
            .claim("client_id", "bench")
            .claim("scope", "asap:execute asap:read")
            .claim(AGENT_CLAIM, "urn:asap:agent:echo")
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("our own key cannot sign", e);
    }
    return token.serialize();
  }

  /** Tokens for as many subjects, made on all cores. */
  public List<byte[]> sign(String issuer, String audience, int count) {
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(i -> sign(issuer, audience, UUID.randomUUID().toString()).getBytes(US_ASCII))
        .toList();
  }
}
