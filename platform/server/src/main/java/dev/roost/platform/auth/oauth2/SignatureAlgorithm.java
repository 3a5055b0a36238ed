package dev.roost.platform.auth.oauth2;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How tokens may be signed: with the two halves of a key pair only. */
public enum SignatureAlgorithm {
  /** RSA, PKCS 1. */
  RS256("RS256", SignatureAlgorithm::isRsa),
  /** RSA, PKCS 1. */
  RS384("RS384", SignatureAlgorithm::isRsa),
  /** RSA, PKCS 1. */
  RS512("RS512", SignatureAlgorithm::isRsa),
  /** RSA, PSS. */
  PS256("PS256", SignatureAlgorithm::isRsa),
  /** RSA, PSS. */
  PS384("PS384", SignatureAlgorithm::isRsa),
  /** RSA, PSS. */
  PS512("PS512", SignatureAlgorithm::isRsa),
  /** ECDSA. */
  ES256("ES256", key -> isOn(Curve.P_256, key)),
  /** ECDSA. */
  ES384("ES384", key -> isOn(Curve.P_384, key)),
  /** ECDSA. */
  ES512("ES512", key -> isOn(Curve.P_521, key)),
  /** Ed25519 under its older name. */
  EDDSA("EdDSA", SignatureAlgorithm::isEdwards),
  /** Ed25519. */
  ED25519("Ed25519", SignatureAlgorithm::isEdwards);

  /** What an issuer may use that says nothing else. */
  public static final Set<SignatureAlgorithm> USUAL = Set.of(RS256, PS256, ES256, EDDSA, ED25519);

  private static final Map<String, SignatureAlgorithm> BY_NAME =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(SignatureAlgorithm::spelling, Function.identity()));

  private final String spelling;
  private final Predicate<JWK> keys;

  SignatureAlgorithm(String spelling, Predicate<JWK> keys) {
    this.spelling = spelling;
    this.keys = keys;
  }

  /** The one of that name, in exactly that spelling. */
  public static Optional<SignatureAlgorithm> of(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Its name in tokens and keys. */
  public String spelling() {
    return spelling;
  }

  /** Says whether a key is of its type, and not marked as one for something else. */
  boolean isFor(JWK key) {
    return keys.test(key) && (key.getAlgorithm() == null || isNamed(key.getAlgorithm().getName()));
  }

  private boolean isNamed(String name) {
    return name.equals(spelling)
        || this == EDDSA && name.equals(ED25519.spelling)
        || this == ED25519 && name.equals(EDDSA.spelling);
  }

  private static boolean isRsa(JWK key) {
    return key instanceof RSAKey;
  }

  private static boolean isOn(Curve curve, JWK key) {
    return key instanceof ECKey elliptic && curve.equals(elliptic.getCurve());
  }

  private static boolean isEdwards(JWK key) {
    return key instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve());
  }
}
