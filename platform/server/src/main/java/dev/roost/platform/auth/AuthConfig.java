package dev.roost.platform.auth;

import static java.util.Objects.requireNonNull;

import dev.roost.platform.auth.oauth2.IssuerConfig;
import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The section {@code auth}.
 *
 * @param mode what callers must show
 * @param requireTimestamp whether an envelope must say when it was sent
 * @param nonce whether an envelope must carry a nonce
 * @param tokens the bearer tokens that are known
 * @param issuers the identity providers whose tokens are accepted
 */
public record AuthConfig(
    Mode mode,
    RequireTimestamp requireTimestamp,
    NonceRule nonce,
    List<BearerToken> tokens,
    List<IssuerConfig> issuers) {
  /** What callers must show. */
  public enum Mode {
    /** Nothing. */
    NONE,
    /** One of the configured tokens. */
    BEARER,
    /** A token of one of the configured issuers. */
    OAUTH2
  }

  /** Whether an envelope must say when it was sent. */
  public enum RequireTimestamp {
    /** Exactly where credentials or a nonce are required. */
    AUTO,
    /** Always. */
    ALWAYS,
    /** Never. */
    NEVER
  }

  /** Whether an envelope must carry a nonce. */
  public enum NonceRule {
    /** Nonces are not looked at. */
    OFF,
    /** A nonce, if there, must be fresh. */
    OPTIONAL,
    /** There must be a fresh nonce. */
    REQUIRED
  }

  /**
   * A configured token.
   *
   * @param token the secret
   * @param agent the agent that its owner speaks for
   * @param scopes what its owner may do
   */
  public record BearerToken(Secret token, AgentUrn agent, Set<String> scopes) {
    /** Refuses missing parts and copies the set. */
    public BearerToken {
      requireNonNull(token, "token");
      requireNonNull(agent, "agent");
      scopes = Set.copyOf(scopes);
    }
  }

  /** Copies the lists. */
  public AuthConfig {
    requireNonNull(mode, "mode");
    requireNonNull(requireTimestamp, "requireTimestamp");
    requireNonNull(nonce, "nonce");
    tokens = List.copyOf(tokens);
    issuers = List.copyOf(issuers);
  }

  /** Without identity providers. */
  public AuthConfig(
      Mode mode, RequireTimestamp requireTimestamp, NonceRule nonce, List<BearerToken> tokens) {
    this(mode, requireTimestamp, nonce, tokens, List.of());
  }

  /** Reads the section, whose keys are all there and have been checked against the schema. */
  public static AuthConfig of(JsonObject auth) {
    return new AuthConfig(
        constant(Mode.class, auth, "mode"),
        constant(RequireTimestamp.class, auth, "requireTimestamp"),
        constant(NonceRule.class, auth, "nonce"),
        auth.getJsonObject("bearer").getJsonArray("tokens").stream()
            .map(entry -> token((JsonObject) entry))
            .toList(),
        auth.getJsonObject("oauth2").getJsonArray("issuers").stream()
            .map(entry -> IssuerConfig.of((JsonObject) entry))
            .toList());
  }

  /** Whether an envelope without a timestamp is refused. */
  public boolean timestampRequired() {
    return switch (requireTimestamp) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> mode != Mode.NONE || nonce == NonceRule.REQUIRED;
    };
  }

  private static BearerToken token(JsonObject entry) {
    Set<String> scopes = new TreeSet<>();
    entry.getJsonArray("scopes", new JsonArray()).forEach(scope -> scopes.add((String) scope));
    return new BearerToken(
        (Secret) entry.getValue("token"), AgentUrn.of(entry.getString("agent")), scopes);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, JsonObject section, String key) {
    return Enum.valueOf(type, section.getString(key).toUpperCase(Locale.ROOT));
  }
}
