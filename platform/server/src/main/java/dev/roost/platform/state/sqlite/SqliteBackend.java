package dev.roost.platform.state.sqlite;

import dev.roost.platform.state.Limits;
import dev.roost.platform.state.RowBackend;
import dev.roost.platform.state.StateSettings;

/** Everything in one file. */
public final class SqliteBackend extends RowBackend {
  private SqliteBackend(SqliteRows rows, StateSettings settings, Limits limits) {
    super(rows, settings, limits);
  }

  /**
   * Opens a file, or makes it; blocks.
   *
   * @throws dev.roost.platform.state.StateOpenException if that does not work, saying what to do
   */
  public static SqliteBackend open(SqliteSettings file, StateSettings settings) {
    return new SqliteBackend(SqliteRows.open(file), settings, Limits.DURABLE);
  }
}
