package dev.roost.platform.auth.oauth2;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Verifies the signed tokens of one issuer with keys that are at hand. Does no I/O. */
final class JwtVerifier {
  private static final String ACCESS_TOKEN = "at+jwt";
  private static final String MEDIA_TYPE = "application/";

  private final IssuerConfig config;
  private final ClaimRules rules;
  private final KnownSignatures signatures;

  JwtVerifier(IssuerConfig config, Clock clock) {
    this(config, clock, new KnownSignatures());
  }

  /**
   * @param signatures what is known of earlier tokens
   */
  JwtVerifier(IssuerConfig config, Clock clock, KnownSignatures signatures) {
    this.config = config;
    this.signatures = signatures;
    this.rules = new ClaimRules(config, clock);
  }

  /**
   * Verifies a token.
   *
   * @throws TokenRefusedException if it proves nothing; {@link TokenProblem#KEY} if it could with
   *     other keys
   */
  VerifiedToken verify(Jwt token, KeySet keys) {
    if (token.asksForExtensions()) {
      throw new TokenRefusedException(TokenProblem.CRITICAL);
    }
    if (!isOfRightType(token.type())) {
      throw new TokenRefusedException(TokenProblem.TYPE);
    }
    checkSignature(token, keys);
    return rules.check(token.claims());
  }

  private boolean isOfRightType(Optional<String> type) {
    String name = type.map(text -> text.toLowerCase(Locale.ROOT)).orElse("jwt");
    return name.equals(ACCESS_TOKEN)
        || name.equals(MEDIA_TYPE + ACCESS_TOKEN)
        || name.equals("jwt") && config.profile() == IssuerConfig.Profile.COMPATIBLE;
  }

  private void checkSignature(Jwt token, KeySet keys) {
    SignatureAlgorithm algorithm = token.algorithm();
    if (!config.algorithms().contains(algorithm)) {
      throw new TokenRefusedException(TokenProblem.ALGORITHM);
    }
    Optional<String> id = token.keyId();
    List<VerificationKey> candidates = keys.find(id, algorithm);
    if (candidates.isEmpty()) {
      throw new TokenRefusedException(withoutKey(token, keys));
    }
    if (candidates.stream().noneMatch(key -> signatures.hasSigned(key, algorithm, token))) {
      throw new TokenRefusedException(TokenProblem.SIGNATURE);
    }
  }

  /** No key is worth looking for that could not make the token good. */
  private TokenProblem withoutKey(Jwt token, KeySet keys) {
    if (token.keyId().filter(keys::knows).isPresent()) {
      return TokenProblem.ALGORITHM;
    }
    rules.check(token.claims());
    return TokenProblem.KEY;
  }
}
