package dev.roost.platform.auth.oauth2;

import dev.roost.platform.auth.oauth2.IssuerConfig.Identity;
import dev.roost.platform.auth.oauth2.IssuerConfig.Introspection;
import dev.roost.platform.auth.oauth2.IssuerConfig.Profile;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Entries of {@code auth.oauth2.issuers} for tests. */
public final class TestingIssuers {
  /** What proves us to the provider. */
  public static final String SECRET = "introspection secret";

  private TestingIssuers() {}

  /** One whose tokens may ask any agent. */
  public static IssuerConfig of(String issuer, Profile profile) {
    return of(issuer, profile, Identity.OFF, Map.of());
  }

  /** One with that binding of identities. */
  public static IssuerConfig of(
      String issuer, Profile profile, Identity identity, Map<String, AgentUrn> agents) {
    return new IssuerConfig(
        issuer,
        Set.of(TestingTokens.AUDIENCE, TestingTokens.OTHER_AUDIENCE),
        profile,
        SignatureAlgorithm.USUAL,
        Optional.of("asap:execute"),
        Optional.empty(),
        identity,
        agents,
        Optional.empty());
  }

  /** The same with other algorithms. */
  static IssuerConfig with(IssuerConfig config, SignatureAlgorithm... algorithms) {
    return new IssuerConfig(
        config.issuer(),
        config.audiences(),
        config.profile(),
        Set.of(algorithms),
        config.requiredScope(),
        config.jwksUri(),
        config.identity(),
        config.agents(),
        config.introspection());
  }

  /** The same with keys from there. */
  public static IssuerConfig withKeys(IssuerConfig config, String jwksUri) {
    return new IssuerConfig(
        config.issuer(),
        config.audiences(),
        config.profile(),
        config.algorithms(),
        config.requiredScope(),
        Optional.of(jwksUri),
        config.identity(),
        config.agents(),
        config.introspection());
  }

  /** The same with another scope for messages; none if it is null. */
  public static IssuerConfig withScope(IssuerConfig config, Optional<String> scope) {
    return new IssuerConfig(
        config.issuer(),
        config.audiences(),
        config.profile(),
        config.algorithms(),
        scope,
        config.jwksUri(),
        config.identity(),
        config.agents(),
        config.introspection());
  }

  /** The same with introspection of tokens that are no JWT. */
  public static IssuerConfig introspecting(IssuerConfig config) {
    return introspecting(config, false);
  }

  /** The same with introspection, of all tokens or those that are no JWT. */
  static IssuerConfig introspecting(IssuerConfig config, boolean all) {
    return new IssuerConfig(
        config.issuer(),
        config.audiences(),
        config.profile(),
        config.algorithms(),
        config.requiredScope(),
        config.jwksUri(),
        config.identity(),
        config.agents(),
        Optional.of(new Introspection(Optional.empty(), all, "roost", Secret.of(SECRET))));
  }
}
