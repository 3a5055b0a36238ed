package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * What is to be written to the audit log.
 *
 * @param timestamp when it happened
 * @param operation what, such as a payload's type
 * @param agentUrn who
 * @param details texts, whole numbers, booleans, nulls, and objects and lists of these
 */
public record AuditLine(Instant timestamp, String operation, String agentUrn, JsonObject details) {
  /** Refuses missing parts. */
  public AuditLine {
    requireNonNull(timestamp, "timestamp");
    requireNonNull(operation, "operation");
    requireNonNull(agentUrn, "agentUrn");
    requireNonNull(details, "details");
  }
}
