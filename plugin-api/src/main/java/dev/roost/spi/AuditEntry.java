package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * One line of the audit log.
 *
 * @param sequence its place, counting up from 1
 * @param id the line
 * @param timestamp when, to the microsecond
 * @param operation what, such as a payload's type
 * @param agentUrn who; the protocol's hash does not cover it, so the details should name it too
 * @param details more, without fractions
 * @param prevHash the hash of the line before; empty in the first
 * @param hash over the four of them: {@link AuditChain#hash}
 */
public record AuditEntry(
    long sequence,
    String id,
    Instant timestamp,
    String operation,
    String agentUrn,
    JsonObject details,
    String prevHash,
    String hash) {
  /** Refuses missing parts. */
  public AuditEntry {
    requireNonNull(id, "id");
    requireNonNull(timestamp, "timestamp");
    requireNonNull(operation, "operation");
    requireNonNull(agentUrn, "agentUrn");
    requireNonNull(details, "details");
    requireNonNull(prevHash, "prevHash");
    requireNonNull(hash, "hash");
  }

  /** Where the details name who did it, for the hash to cover it. */
  public static final String AGENT = "agent_urn";

  /** Whether the hash is that of the line, and the details name nobody else. */
  public boolean isSound() {
    return agentUrn.equals(details.getValue(AGENT, agentUrn))
        && hash.equals(AuditChain.hash(prevHash, timestamp, operation, details));
  }
}
