package dev.roost.spi;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps who did what, in a chain: each line carries the hash of the one before, so that none can be
 * changed, put in or taken out of the middle unnoticed. Besides what {@link StateBackend} says:
 *
 * <ul>
 *   <li>Lines are appended one after the other, whoever appends: sequences have no gaps, and times
 *       do not go back.
 *   <li>A durable store forgets nothing. One that is not forgets the oldest lines when it is full;
 *       the chain then begins with the oldest that is left.
 * </ul>
 */
public interface AuditStore {
  /**
   * Which lines.
   *
   * @param agentUrn who did it
   * @param start not before
   * @param end not after
   */
  record Query(Optional<String> agentUrn, Optional<Instant> start, Optional<Instant> end) {
    /** All. */
    public static final Query ALL = new Query(Optional.empty(), Optional.empty(), Optional.empty());

    /** Refuses missing parts. */
    public Query {
      requireNonNull(agentUrn, "agentUrn");
      requireNonNull(start, "start");
      requireNonNull(end, "end");
    }
  }

  /**
   * Adds a line, stamped now.
   *
   * @param details texts, whole numbers, booleans, nulls, and objects and lists of these
   * @return the line; fails with {@link IllegalArgumentException} if the details hold anything else
   */
  Future<AuditEntry> append(String operation, String agentUrn, JsonObject details);

  /** Lines in order. */
  Future<List<AuditEntry>> query(Query query, int limit, int offset);

  /**
   * Lines in order, to go through all of them.
   *
   * @param after only those with a greater sequence
   */
  Future<List<AuditEntry>> read(long after, int limit);

  /**
   * Goes through the whole chain.
   *
   * @return the sequence of the first line that is not what was appended there, or is missing
   */
  default Future<Optional<Long>> verify() {
    return AuditChain.verify(this);
  }
}
