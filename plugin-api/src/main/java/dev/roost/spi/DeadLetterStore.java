package dev.roost.spi;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what could not be delivered. Besides what {@link StateBackend} says:
 *
 * <ul>
 *   <li>A letter comes here by {@link OutboxStore#bury} only, and leaves by replay or purge.
 *   <li>A replayed letter is an entry of the outbox with the same id and no attempts, due at once.
 *       It is in one of the two at every moment.
 *   <li>A full store forgets those letters that died first, and after 30 days all; they count as
 *       purged.
 * </ul>
 */
public interface DeadLetterStore {
  /** A letter. */
  Future<Optional<DeadLetter>> find(String id);

  /**
   * Letters, those first that died last.
   *
   * @param destination only of it
   * @param after the {@link DeadLetter#cursor()} of the last one on the page before
   * @param limit at most so many
   */
  Future<List<DeadLetter>> list(Optional<String> destination, Optional<String> after, int limit);

  /**
   * Tries a letter again.
   *
   * @return whether it was there; fails with {@link StateException.Reason#OVERLOADED} if the outbox
   *     is full
   */
  Future<Boolean> replay(String id);

  /**
   * Tries those again that died at a time or later, those first that died first.
   *
   * @param limit at most so many; ask again until none is left
   * @return how many
   */
  Future<Integer> replaySince(Optional<String> destination, Instant since, int limit);

  /**
   * Forgets those that died before a time.
   *
   * @param limit at most so many; ask again until none is left
   * @return how many
   */
  Future<Integer> purge(Instant before, int limit);
}
