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

  /**
   * Adds lines in their order, all or none. One that is older than the line before gets its time.
   *
   * @return the lines; fails with {@link IllegalArgumentException} if the details of one hold what
   *     they may not
   */
  Future<List<AuditEntry>> append(List<AuditLine> lines);

  /** Lines in order. */
  Future<List<AuditEntry>> query(Query query, int limit, int offset);

  /**
   * Lines in order, to go through all of them. Less than {@code limit} are the last that can be
   * read.
   *
   * @param after only those with a greater sequence
   */
  Future<List<AuditEntry>> read(long after, int limit);

  /** The greatest sequence, also if its line cannot be read any more; 0 if there is none. */
  Future<Long> lastSequence();

  /**
   * Goes through the whole chain.
   *
   * @return the sequence of the first line that is not what was appended there, or is missing
   */
  default Future<Optional<Long>> verify() {
    return AuditChain.verify(this, AuditChain.Link.NONE);
  }

  /**
   * Goes through a part of the chain.
   *
   * @param after the link that it must be fastened to, {@link AuditChain.Link#NONE} to begin with
   *     the oldest line that is there
   * @param limit about how many lines
   */
  default Future<AuditChain.Stretch> verify(AuditChain.Link after, int limit) {
    return AuditChain.verify(this, after, limit);
  }
}
