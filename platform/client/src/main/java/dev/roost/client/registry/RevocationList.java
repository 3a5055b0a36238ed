package dev.roost.client.registry;

import dev.roost.protocol.AgentUrn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Agents that nobody should ask any more. */
public final class RevocationList {
  private final Map<AgentUrn, Revoked> byUrn;

  private RevocationList(Map<AgentUrn, Revoked> byUrn) {
    this.byUrn = byUrn;
  }

  /**
   * An agent that was revoked.
   *
   * @param reason for people; may be empty
   */
  public record Revoked(AgentUrn urn, String reason) {}

  /** These agents. */
  public static RevocationList of(List<Revoked> revoked) {
    return new RevocationList(
        revoked.stream()
            .collect(Collectors.toUnmodifiableMap(Revoked::urn, one -> one, (one, again) -> one)));
  }

  /** The entry of an agent, if it was revoked. */
  public Optional<Revoked> find(AgentUrn urn) {
    return Optional.ofNullable(byUrn.get(urn));
  }

  /** How many there are. */
  public int size() {
    return byUrn.size();
  }
}
