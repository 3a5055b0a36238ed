package dev.roost.spi;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Keeps what is to be delivered until it is, or until it is given up. Besides what {@link
 * StateBackend} says:
 *
 * <ul>
 *   <li>An entry whose id is pending or dead already is left out, so that adding can be repeated.
 *   <li>An entry is with one taker at a time. When his time is over by the clock of whoever looks,
 *       it is due again for anybody.
 *   <li>Only who took an entry last tells how it went: others fail with {@link
 *       StateException.Reason#LEASE_LOST}.
 *   <li>Nothing gets lost: at every moment {@link Counts#accepted()} is the sum of all others.
 *   <li>A full outbox refuses new entries, all of a call.
 * </ul>
 */
public interface OutboxStore {
  /**
   * Where everything that was ever added has gone.
   *
   * @param accepted added
   * @param pending still here
   * @param delivered done
   * @param dead among the dead letters
   * @param purged forgotten as dead letters
   * @param filtered not wanted any more
   */
  record Counts(
      long accepted, long pending, long delivered, long dead, long purged, long filtered) {}

  /** Adds entries. */
  Future<Void> add(List<OutboxEntry> entries);

  /**
   * Takes entries that are due, those first that are due the longest.
   *
   * @param length for how long they are the taker's
   * @param except destinations that are left alone
   * @param limit at most so many
   */
  Future<List<OutboxEntry>> take(Duration length, Set<String> except, int limit);

  /** An entry was delivered, and goes. */
  Future<Void> delivered(OutboxEntry taken);

  /** Who was to get an entry does not want it any more: it goes. */
  Future<Void> filtered(OutboxEntry taken);

  /** An attempt failed; there will be another. */
  Future<Void> retry(OutboxEntry taken, Instant next, String error);

  /** An entry is given up: it goes to the dead letters. */
  Future<Void> bury(OutboxEntry taken, String reason);

  /** An entry was not tried: it is due again at {@code next}, as if it had not been taken. */
  Future<Void> giveBack(OutboxEntry taken, Instant next);

  /** Where everything has gone. */
  Future<Counts> counts();
}
