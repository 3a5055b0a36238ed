package dev.roost.platform.auth.oauth2;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What the claims of an issuer's tokens must be, however the token was proved to be its own. */
final class ClaimRules {
  /** By how much clocks may differ. */
  static final Duration SKEW = Duration.ofSeconds(30);

  /** How long a token is good of which the provider does not say so. */
  private static final Duration UNSAID = Duration.ofSeconds(60);

  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Set<String> NOT_FOR_ACCESS = Set.of("nonce", "at_hash", "c_hash", "events");

  private final IssuerConfig config;
  private final Clock clock;

  ClaimRules(IssuerConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * Checks the claims of a signed token.
   *
   * @throws TokenRefusedException if one is not as it must be
   */
  VerifiedToken check(JsonObject claims) {
    ClaimReader reader = new ClaimReader(claims);
    checkIssuer(reader.name("iss", TokenProblem.ISSUER));
    if (!isForUs(reader)) {
      throw new TokenRefusedException(TokenProblem.AUDIENCE);
    }
    checkUse(reader);
    Instant expires = required(reader.time("exp"));
    checkLifetime(required(reader.time("iat")), expires);
    checkNow(reader, expires);
    String subject =
        reader
            .name("sub", TokenProblem.SUBJECT)
            .orElseThrow(() -> new TokenRefusedException(TokenProblem.SUBJECT));
    return new VerifiedToken(
        config.issuer(),
        subject,
        client(reader),
        reader.scopes(!isStrict()),
        expires.plus(SKEW),
        claims);
  }

  /**
   * Checks what the provider says of a token when it is asked. Less must be there than in a signed
   * one: it has just been asked.
   *
   * @throws TokenRefusedException if the token is not active, or a claim is not as it must be
   */
  VerifiedToken checkIntrospected(JsonObject claims) {
    ClaimReader reader = new ClaimReader(claims);
    if (!Boolean.TRUE.equals(claims.getValue("active"))) {
      throw new TokenRefusedException(TokenProblem.INACTIVE);
    }
    if (reader.has("iss")) {
      checkIssuer(reader.name("iss", TokenProblem.ISSUER));
    }
    Optional<String> client = reader.name("client_id", TokenProblem.CLIENT);
    if (reader.has("aud")
        ? !isForUs(reader)
        : !client.map(config.agents()::containsKey).orElse(false)) {
      throw new TokenRefusedException(TokenProblem.AUDIENCE);
    }
    checkUse(reader);
    checkBearer(reader);
    Instant expires = reader.time("exp").orElse(clock.instant().plus(UNSAID));
    checkNow(reader, expires);
    String subject =
        reader
            .name("sub", TokenProblem.SUBJECT)
            .or(() -> client)
            .orElseThrow(() -> new TokenRefusedException(TokenProblem.SUBJECT));
    return new VerifiedToken(
        config.issuer(), subject, client, reader.scopes(!isStrict()), expires.plus(SKEW), claims);
  }

  private static void checkBearer(ClaimReader reader) {
    boolean other =
        reader
            .name("token_type", TokenProblem.NOT_FOR_ACCESS)
            .filter(type -> !type.equalsIgnoreCase("bearer"))
            .isPresent();
    if (other) {
      throw new TokenRefusedException(TokenProblem.NOT_FOR_ACCESS);
    }
  }

  private boolean isStrict() {
    return config.profile() == IssuerConfig.Profile.STRICT;
  }

  void checkIssuer(Optional<String> issuer) {
    if (!issuer.equals(Optional.of(config.issuer()))) {
      throw new TokenRefusedException(TokenProblem.ISSUER);
    }
  }

  /** Says whether we are in the audience. */
  boolean isForUs(ClaimReader reader) {
    return reader.texts("aud", TokenProblem.AUDIENCE).stream()
        .anyMatch(config.audiences()::contains);
  }

  /** Refuses what is for something else than to be shown here by anybody who has it. */
  static void checkUse(ClaimReader reader) {
    if (reader.has("cnf")) {
      throw new TokenRefusedException(TokenProblem.BOUND);
    }
    if (NOT_FOR_ACCESS.stream().anyMatch(reader::has)) {
      throw new TokenRefusedException(TokenProblem.NOT_FOR_ACCESS);
    }
  }

  private static Instant required(Optional<Instant> time) {
    return time.orElseThrow(() -> new TokenRefusedException(TokenProblem.TIMES));
  }

  private static void checkLifetime(Instant issued, Instant expires) {
    if (expires.isAfter(issued.plus(LONGEST))) {
      throw new TokenRefusedException(TokenProblem.LIFETIME);
    }
  }

  /** Refuses what was good or will be. */
  void checkNow(ClaimReader reader, Instant expires) {
    Instant now = clock.instant();
    if (!expires.plus(SKEW).isAfter(now)) {
      throw new TokenRefusedException(TokenProblem.EXPIRED);
    }
    Instant latestBegin = now.plus(SKEW);
    if (reader.time("iat").filter(latestBegin::isBefore).isPresent()
        || reader.time("nbf").filter(latestBegin::isBefore).isPresent()) {
      throw new TokenRefusedException(TokenProblem.NOT_YET);
    }
  }

  private Optional<String> client(ClaimReader reader) {
    Optional<String> named = reader.name("client_id", TokenProblem.CLIENT);
    if (isStrict()) {
      return Optional.of(named.orElseThrow(() -> new TokenRefusedException(TokenProblem.CLIENT)));
    }
    return named.or(() -> reader.name("azp", TokenProblem.CLIENT));
  }
}
