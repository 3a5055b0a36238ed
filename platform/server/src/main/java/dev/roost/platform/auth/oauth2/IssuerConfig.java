package dev.roost.platform.auth.oauth2;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Secret;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One entry of {@code auth.oauth2.issuers}: an identity provider whose tokens are accepted.
 *
 * @param issuer its name, exactly as its tokens spell it
 * @param audiences our names in its tokens; one of them must be there
 * @param profile how its tokens must look
 * @param algorithms how they may be signed
 * @param requiredScope the scope that stands for {@code asap:execute}; none if no scope is asked
 *     for
 * @param jwksUri where its keys are; found by discovery if it is not said
 * @param identity which agents a token may ask
 * @param agents for which agent a client or subject speaks; nobody else may come in, unless empty
 * @param introspection how tokens are looked into by the provider; those that are no JWT are
 *     refused without
 */
public record IssuerConfig(
    String issuer,
    Set<String> audiences,
    Profile profile,
    Set<SignatureAlgorithm> algorithms,
    Optional<String> requiredScope,
    Optional<String> jwksUri,
    Identity identity,
    Map<String, AgentUrn> agents,
    Optional<Introspection> introspection) {
  /** How tokens must look. */
  public enum Profile {
    /** As RFC 9068 has it. */
    STRICT,
    /** As providers older than it make them. */
    COMPATIBLE
  }

  /**
   * Which agents a token may ask: the one in its claim, or those that list its subject.
   *
   * @param required whether a token that neither holds for may ask none, rather than any
   * @param claim the name of the claim
   * @param subjects who may ask an agent
   */
  public record Identity(boolean required, String claim, Map<AgentUrn, Set<String>> subjects) {
    /** The claim of the protocol's reference. */
    public static final String REFERENCE_CLAIM =
        "https://github.com/adriannoes/asap-protocol/agent_id";

    /** Any token may ask any agent. */
    public static final Identity OFF = new Identity(false, REFERENCE_CLAIM, Map.of());

    /** Copies the map. */
    public Identity {
      requireNonNull(claim, "claim");
      subjects = Map.copyOf(subjects);
    }
  }

  /**
   * How tokens are looked into by the provider, as RFC 7662 says.
   *
   * @param endpoint where; found by discovery if it is not said
   * @param all whether also those are that are JWTs and good by themselves
   * @param clientId our name there
   * @param clientSecret what proves it
   */
  public record Introspection(
      Optional<String> endpoint, boolean all, String clientId, Secret clientSecret) {
    /** Refuses missing parts. */
    public Introspection {
      requireNonNull(endpoint, "endpoint");
      requireNonNull(clientId, "clientId");
      requireNonNull(clientSecret, "clientSecret");
    }
  }

  /** Refuses missing parts and copies the collections. */
  public IssuerConfig {
    requireNonNull(issuer, "issuer");
    audiences = Set.copyOf(audiences);
    requireNonNull(profile, "profile");
    algorithms = Set.copyOf(algorithms);
    requireNonNull(requiredScope, "requiredScope");
    requireNonNull(jwksUri, "jwksUri");
    requireNonNull(identity, "identity");
    agents = Map.copyOf(agents);
    requireNonNull(introspection, "introspection");
  }

  /** Reads an entry, whose keys are all there and have been checked against the schema. */
  public static IssuerConfig of(JsonObject entry) {
    return new IssuerConfig(
        entry.getString("issuer"),
        audiences(entry.getValue("audience")),
        Profile.valueOf(entry.getString("profile").toUpperCase(Locale.ROOT)),
        texts(entry.getJsonArray("algorithms"))
            .map(name -> SignatureAlgorithm.of(name).orElseThrow())
            .collect(Collectors.toSet()),
        Optional.ofNullable(entry.getString("requiredScope")),
        Optional.ofNullable(entry.getString("jwksUri")),
        identity(entry),
        agents(entry.getJsonObject("agents")),
        Optional.ofNullable(entry.getJsonObject("introspection")).map(IssuerConfig::introspection));
  }

  private static Set<String> audiences(Object audience) {
    return audience instanceof JsonArray several
        ? texts(several).collect(Collectors.toUnmodifiableSet())
        : Set.of((String) audience);
  }

  private static Identity identity(JsonObject entry) {
    Map<AgentUrn, Set<String>> subjects = new LinkedHashMap<>();
    JsonObject listed = entry.getJsonObject("subjects");
    for (String agent : listed.fieldNames()) {
      subjects.put(
          AgentUrn.of(agent),
          texts(listed.getJsonArray(agent)).collect(Collectors.toUnmodifiableSet()));
    }
    return new Identity(
        entry.getString("identity").equals("required"),
        Optional.ofNullable(entry.getString("identityClaim")).orElse(Identity.REFERENCE_CLAIM),
        subjects);
  }

  private static Map<String, AgentUrn> agents(JsonObject agents) {
    return agents.stream()
        .collect(Collectors.toMap(Map.Entry::getKey, one -> AgentUrn.of((String) one.getValue())));
  }

  private static Introspection introspection(JsonObject section) {
    return new Introspection(
        Optional.ofNullable(section.getString("endpoint")),
        section.getString("tokens").equals("all"),
        section.getString("clientId"),
        (Secret) section.getValue("clientSecret"));
  }

  private static Stream<String> texts(JsonArray array) {
    return Arrays.stream(array.stream().toArray(String[]::new));
  }
}
