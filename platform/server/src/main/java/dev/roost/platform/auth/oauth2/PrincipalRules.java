package dev.roost.platform.auth.oauth2;

import dev.roost.protocol.AgentUrn;
import dev.roost.spi.Principal;
import dev.roost.spi.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who the owner of an issuer's token is on this node: what it may do, say and ask. */
final class PrincipalRules {
  private final IssuerConfig config;

  PrincipalRules(IssuerConfig config) {
    this.config = config;
  }

  /**
   * The owner of a token. Two issuers may give the same subject; they are told apart.
   *
   * @throws CallerRefusedException if it is not among those who may come in
   */
  Principal of(VerifiedToken token) {
    return new Principal(
        token.issuer() + "#" + token.subject(),
        agent(token),
        scopes(token.scopes()),
        config.identity().required() ? Optional.of(reach(token)) : Optional.empty(),
        Optional.of(token.until()));
  }

  /** Where agents are listed everybody must be: else one could name another's agent as sender. */
  private Optional<AgentUrn> agent(VerifiedToken token) {
    if (config.agents().isEmpty()) {
      return Optional.empty();
    }
    Optional<AgentUrn> agent =
        Optional.ofNullable(config.agents().get(token.subject()))
            .or(() -> token.client().map(config.agents()::get));
    if (agent.isEmpty()) {
      throw new CallerRefusedException("Identity mismatch: no agent is configured for this caller");
    }
    return agent;
  }

  /** An issuer may have a name of its own for {@code asap:execute}, or need none. */
  private Set<String> scopes(Set<String> granted) {
    String execute = Scope.EXECUTE.spelling();
    Set<String> scopes = new TreeSet<>(granted);
    if (config.requiredScope().map(granted::contains).orElse(true)) {
      scopes.add(execute);
    } else {
      scopes.remove(execute);
    }
    return scopes;
  }

  /** The agent that the token names, else those that list its subject. */
  private Set<AgentUrn> reach(VerifiedToken token) {
    String claim = config.identity().claim();
    if (token.claims().containsKey(claim)) {
      return named(token.claims().getValue(claim));
    }
    return config.identity().subjects().entrySet().stream()
        .filter(entry -> entry.getValue().contains(token.subject()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<AgentUrn> named(Object claim) {
    try {
      return claim instanceof String text ? Set.of(AgentUrn.of(text)) : Set.of();
    } catch (IllegalArgumentException e) {
      return Set.of();
    }
  }
}
