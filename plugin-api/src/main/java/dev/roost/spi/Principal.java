package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import dev.roost.protocol.AgentUrn;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who a caller has proved to be.
 *
 * @param subject a stable name, for logs and ownership
 * @param agent the agent that the caller speaks for, and the only sender it may name
 * @param scopes what it may do
 * @param reach the agents that it may ask; all of them if it is not said
 * @param until when the proof ends; never if it is not said
 */
public record Principal(
    String subject,
    Optional<AgentUrn> agent,
    Set<String> scopes,
    Optional<Set<AgentUrn>> reach,
    Optional<Instant> until) {
  /** Somebody who proved nothing, where nothing is asked for. */
  public static final Principal ANONYMOUS = new Principal("anonymous", Optional.empty(), Set.of());

  /** Refuses missing parts and copies the sets. */
  public Principal {
    requireNonNull(subject, "subject");
    requireNonNull(agent, "agent");
    scopes = Set.copyOf(scopes);
    reach = reach.map(Set::copyOf);
    requireNonNull(until, "until");
  }

  /** One who may ask any agent, for good. */
  public Principal(String subject, Optional<AgentUrn> agent, Set<String> scopes) {
    this(subject, agent, scopes, Optional.empty(), Optional.empty());
  }

  /** Says whether it may ask that agent. */
  public boolean mayAsk(AgentUrn target) {
    return reach.map(agents -> agents.contains(target)).orElse(true);
  }
}
