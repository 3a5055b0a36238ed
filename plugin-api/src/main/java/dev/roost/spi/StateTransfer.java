package dev.roost.spi;

import io.vertx.core.Future;
import java.util.List;

/**
 * All rows of a database, to take them to another. While they are taken nobody else may write.
 * Besides what {@link StateBackend} says:
 *
 * <ul>
 *   <li>What was read from one database and written to another is found there by every call of
 *       every store, and reads back equal, key and value.
 *   <li>Writing a row again changes nothing, so that a transfer that broke off can go on.
 *   <li>Damaged rows are left out.
 * </ul>
 */
public interface StateTransfer {
  /**
   * Reads rows of a kind in the order of their keys.
   *
   * @param after only those with a greater key; empty for the first
   * @param limit at most so many; fewer only at the end
   */
  Future<List<StateRow>> read(StateKind kind, String after, int limit);

  /** Writes rows, each in the place of one with the same key. */
  Future<Void> write(StateKind kind, List<StateRow> rows);
}
