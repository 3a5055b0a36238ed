package dev.roost.client.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import dev.roost.spi.Secret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that an ID token is this provider's, about this login, for this client, and belongs to the
 * access token beside it (OpenID Connect Core, 3.1.3.7).
 */
final class IdTokenCheck {
  /** How many keys a provider may have. */
  static final int MAX_KEYS = 100;

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.PS256,
          JWSAlgorithm.ES256,
          JWSAlgorithm.EdDSA,
          JWSAlgorithm.Ed25519);
  private static final int LEAST_RSA_BITS = 2_048;
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final String issuer;
  private final String clientId;
  private final String nonce;
  private final Instant now;

  IdTokenCheck(String issuer, String clientId, String nonce, Instant now) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.nonce = nonce;
    this.now = now;
  }

  /**
   * Checks one.
   *
   * @param keys the provider's
   * @return its claims
   * @throws OAuthException if it is not good
   */
  JsonObject claims(Secret idToken, Secret accessToken, JsonObject keys) {
    SignedJWT token = parsed(idToken);
    if (!ALGORITHMS.contains(token.getHeader().getAlgorithm())) {
      throw refused("it is not signed by one of " + ALGORITHMS);
    } else if (!isSigned(token, keys)) {
      throw refused("no key of the provider has signed it");
    }
    JsonObject claims =
        StrictObject.read(token.getPayload().toBytes())
            .orElseThrow(() -> refused("its claims are no JSON object"));
    check(claims);
    checkHash(claims, accessToken, EdwardsSignature.isBy(token));
    return claims;
  }

  private SignedJWT parsed(Secret idToken) {
    try {
      return SignedJWT.parse(idToken.reveal());
    } catch (ParseException e) {
      throw refused("it is no signed JWT");
    }
  }

  private boolean isSigned(SignedJWT token, JsonObject keys) {
    JsonArray all = keys.getValue("keys") instanceof JsonArray there ? there : new JsonArray();
    if (all.size() > MAX_KEYS) {
      throw refused("the provider has more than " + MAX_KEYS + " keys");
    } else if (token.getHeader().getCriticalParams() != null) {
      throw refused("it has critical headers");
    }
    return all.stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .anyMatch(key -> verifies(key, token));
  }

  private static boolean verifies(JsonObject key, SignedJWT token) {
    try {
      JWK jwk = JWK.parse(key.encode());
      return isMeant(jwk, token.getHeader()) && verifies(jwk, token);
    } catch (ParseException | JOSEException | GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  private static boolean isMeant(JWK key, JWSHeader header) {
    boolean named = header.getKeyID() == null || header.getKeyID().equals(key.getKeyID());
    boolean forThis =
        key.getAlgorithm() == null
            || key.getAlgorithm().equals(header.getAlgorithm())
            || EdwardsSignature.ALGORITHMS.containsAll(
                Set.of(key.getAlgorithm(), header.getAlgorithm()));
    boolean signs = key.getKeyUse() == null || key.getKeyUse().getValue().equals("sig");
    return named && forThis && signs && !key.isPrivate();
  }

  private static boolean verifies(JWK key, SignedJWT token)
      throws JOSEException, GeneralSecurityException {
    if (EdwardsSignature.isBy(token)) {
      return key instanceof OctetKeyPair pair && EdwardsSignature.verifies(pair, token);
    }
    boolean elliptic = token.getHeader().getAlgorithm().equals(JWSAlgorithm.ES256);
    if (elliptic && key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())) {
      return token.verify(new ECDSAVerifier(ec));
    }
    return !elliptic
        && key instanceof RSAKey rsa
        && rsa.size() >= LEAST_RSA_BITS
        && token.verify(new RSASSAVerifier(rsa));
  }

  private void check(JsonObject claims) {
    List<Object> audience = audience(claims);
    if (!issuer.equals(claims.getValue("iss"))) {
      throw refused("its 'iss' is another issuer");
    } else if (!audience.contains(clientId)) {
      throw refused("its 'aud' is another client");
    } else if (audience.size() > 1 || claims.containsKey("azp")) {
      checkParty(claims);
    }
    if (!nonce.equals(claims.getValue("nonce"))) {
      throw refused("its 'nonce' is not the one of this login");
    } else if (!(claims.getValue("sub") instanceof String subject) || subject.isEmpty()) {
      throw refused("it has no 'sub'");
    }
    checkTimes(claims);
  }

  private void checkParty(JsonObject claims) {
    if (!clientId.equals(claims.getValue("azp"))) {
      throw refused("its 'azp' beside its 'aud' is another client");
    }
  }

  private static List<Object> audience(JsonObject claims) {
    Object value = claims.getValue("aud");
    return value instanceof JsonArray several
        ? several.stream().toList()
        : value == null ? List.of() : List.of(value);
  }

  private void checkTimes(JsonObject claims) {
    if (!now.isBefore(time(claims, "exp").plus(SKEW))) {
      throw refused("it is over by its 'exp'");
    } else if (time(claims, "iat").isAfter(now.plus(SKEW))) {
      throw refused("its 'iat' is in the future; is the clock right?");
    }
  }

  private Instant time(JsonObject claims, String name) {
    return Optional.ofNullable(claims.getValue(name))
        .filter(Number.class::isInstance)
        .map(value -> ((Number) value).longValue())
        .filter(seconds -> seconds >= 0 && seconds < Integer.MAX_VALUE * 4L)
        .map(Instant::ofEpochSecond)
        .orElseThrow(() -> refused("its '" + name + "' is no time"));
  }

  /** The hash is the one of the signature: Ed25519's is SHA-512, that of the others SHA-256. */
  private void checkHash(JsonObject claims, Secret accessToken, boolean edwards) {
    Object told = claims.getValue("at_hash");
    byte[] text = accessToken.reveal().getBytes(StandardCharsets.US_ASCII);
    byte[] hash = edwards ? Pkce.sha512(text) : Pkce.sha256(text);
    String half =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Arrays.copyOf(hash, hash.length / 2));
    if (told != null && !half.equals(told)) {
      throw refused("its 'at_hash' is of another access token");
    }
  }

  private OAuthException refused(String why) {
    return OAuthException.of(
        OAuthProblem.ID_TOKEN,
        "The ID token of the identity provider " + issuer + " cannot be relied on: " + why);
  }
}
