package dev.roost.client.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.roost.spi.Secret;
import io.vertx.core.MultiMap;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/**
 * Signs for itself, for this provider only and for a minute (RFC 7523, audience as its revision).
 */
final class PrivateKeyJwt extends ClientAuthentication {
  private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final Duration LIFE = Duration.ofMinutes(1);

  private final JWSHeader header;
  private final JWSSigner signer;

  private PrivateKeyJwt(String clientId, JWSHeader header, JWSSigner signer) {
    super(clientId);
    this.header = header;
    this.signer = signer;
  }

  static PrivateKeyJwt of(String clientId, Secret jwk) {
    try {
      JWK key = JWK.parse(jwk.reveal());
      JWSAlgorithm algorithm = algorithm(key);
      return new PrivateKeyJwt(
          clientId, new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), signer(key));
    } catch (ParseException | JOSEException | RuntimeException e) {
      throw new IllegalArgumentException(
          "the client's key must be a private JWK: RSA of 2,048 bits or more, or EC on P-256");
    }
  }

  private static JWSAlgorithm algorithm(JWK key) {
    if (key.getAlgorithm() != null) {
      return JWSAlgorithm.parse(key.getAlgorithm().getName());
    }
    return key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
  }

  private static JWSSigner signer(JWK key) throws JOSEException {
    if (key instanceof RSAKey rsa && rsa.isPrivate()) {
      return new RSASSASigner(rsa);
    } else if (key instanceof ECKey ec && ec.isPrivate() && Curve.P_256.equals(ec.getCurve())) {
      return new ECDSASigner(ec);
    }
    throw new IllegalArgumentException("of another kind");
  }

  @Override
  boolean confidential() {
    return true;
  }

  @Override
  void authenticate(String issuer, Instant now, MultiMap headers, Form form) {
    form.put("client_id", clientId())
        .put("client_assertion_type", TYPE)
        .put("client_assertion", assertion(issuer, now));
  }

  private String assertion(String issuer, Instant now) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(clientId())
            .subject(clientId())
            .audience(issuer)
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)))
            .build();
    SignedJWT assertion = new SignedJWT(header, claims);
    try {
      assertion.sign(signer);
    } catch (JOSEException e) {
      throw OAuthException.of(
          OAuthProblem.CLIENT_REFUSED, "The key of the client " + clientId() + " cannot sign");
    }
    return assertion.serialize();
  }
}
