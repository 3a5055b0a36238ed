package dev.roost.platform.state;

import io.vertx.core.Future;
import java.util.function.Function;

/**
 * All that a database must be able to do so that {@link RowBackend} makes the stores of it: tables
 * of texts, ordered by key, and transactions.
 *
 * <p>A transaction is a function. It may be called on any thread that may block, and more than
 * once, so it does nothing but look and change. When it throws, nothing is changed, and the future
 * fails with what it threw. Future results come as {@link dev.roost.spi.StateBackend} says, and so
 * do failures of the database.
 */
public interface Rows {
  /** Its name in the configuration. */
  String name();

  /** Whether what it keeps outlives the process. */
  boolean durable();

  /** Looks. What a function sees in two looks may come from two moments. */
  <T> Future<T> read(Function<RowReader, T> look);

  /** Changes, as if nobody else did anything meanwhile. */
  <T> Future<T> write(Function<RowWriter, T> change);

  /** Whether it takes writes now. */
  Future<Void> check();

  /** Writes what waits and closes. */
  Future<Void> close();
}
