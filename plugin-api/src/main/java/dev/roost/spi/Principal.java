package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import java.util.Optional;
import java.util.Set;

/**
 * Who a caller has proved to be.
 *
 * @param subject a stable name, for logs and ownership
 * @param agent the agent that the caller speaks for, and the only sender it may name
 * @param scopes what it may do
 */
public record Principal(String subject, Optional<AgentUrn> agent, Set<String> scopes) {
  /** Somebody who proved nothing, where nothing is asked for. */
  public static final Principal ANONYMOUS = new Principal("anonymous", Optional.empty(), Set.of());

  /** Refuses missing parts and copies the set. */
  public Principal {
    requireNonNull(subject, "subject");
    requireNonNull(agent, "agent");
    scopes = Set.copyOf(scopes);
  }
}
