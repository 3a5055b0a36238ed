package dev.roost.platform.state.sqlite;

import dev.roost.platform.state.Row;
import dev.roost.platform.state.Table;
import dev.roost.platform.state.WriteSession;
import dev.roost.spi.StateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connection, used by one thread at a time. Statements are prepared once. */
final class SqliteSession implements WriteSession {
  private static final int PROBE_BYTES = 256 << 10;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final boolean readOnly;
  private final Map<Table, Long> counts = new EnumMap<>(Table.class);
  private Map<Table, Long> countsAtMark = Map.of();
  private boolean marked;
  private int changes;

  SqliteSession(Connection connection, boolean readOnly) {
    this.connection = connection;
    this.readOnly = readOnly;
  }

  /** What is done with a statement. */
  @FunctionalInterface
  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  private <T> T use(String sql, Use<T> use) {
    try {
      PreparedStatement statement = statements.get(sql);
      if (statement == null) {
        statement = connection.prepareStatement(sql);
        statements.put(sql, statement);
      }
      return use.of(statement);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private StateException failure(SQLException e) {
    String why = String.valueOf(e.getMessage());
    return readOnly ? StateException.unreachable(why, e) : StateException.readOnly(why, e);
  }

  private void execute(String sql) {
    use(sql, PreparedStatement::execute);
  }

  @Override
  public void begin() {
    changes = 0;
    marked = false;
    execute("BEGIN IMMEDIATE");
  }

  void beginReading() {
    execute("BEGIN DEFERRED");
  }

  @Override
  public void mark() {
    if (marked) {
      execute("RELEASE job");
    }
    marked = true;
    countsAtMark = Map.copyOf(counts);
    execute("SAVEPOINT job");
  }

  @Override
  public void undo() {
    execute("ROLLBACK TO job");
    counts.clear();
    counts.putAll(countsAtMark);
  }

  @Override
  public int changes() {
    return changes;
  }

  @Override
  public boolean commit() {
    execute("COMMIT");
    return true;
  }

  @Override
  public void probe() {
    begin();
    execute("INSERT INTO probe (value) VALUES (zeroblob(" + PROBE_BYTES + "))");
    commit();
    begin();
    execute("DELETE FROM probe");
    commit();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public Optional<String> get(Table table, String key) {
    return use(
        "SELECT value FROM " + table.label() + " WHERE key = ?",
        statement -> {
          statement.setString(1, key);
          try (ResultSet result = statement.executeQuery()) {
            return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
          }
        });
  }

  @Override
  public List<Row> range(Table table, String from, String to, int limit) {
    return range(table, from, to, limit, "");
  }

  @Override
  public List<Row> rangeDown(Table table, String from, String to, int limit) {
    return range(table, from, to, limit, " DESC");
  }

  private List<Row> range(Table table, String from, String to, int limit, String direction) {
    String sql =
        "SELECT key, value FROM "
            + table.label()
            + " WHERE key >= ? AND key < ? ORDER BY key"
            + direction
            + " LIMIT ?";
    return use(
        sql,
        statement -> {
          statement.setString(1, from);
          statement.setString(2, to);
          statement.setInt(3, limit);
          List<Row> rows = new ArrayList<>();
          try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
              rows.add(new Row(result.getString(1), result.getString(2)));
            }
          }
          return rows;
        });
  }

  /** Counted once: then the only writer keeps count. */
  @Override
  public long count(Table table) {
    Long known = counts.get(table);
    long count = known == null ? counted(table) : known;
    if (!readOnly) {
      counts.put(table, count);
    }
    return count;
  }

  private long counted(Table table) {
    return use(
        "SELECT count(*) FROM " + table.label(),
        statement -> {
          try (ResultSet result = statement.executeQuery()) {
            return result.next() ? result.getLong(1) : 0L;
          }
        });
  }

  /** The disk is the bound. */
  @Override
  public long bytes(Table table) {
    return 0;
  }

  @Override
  public void put(Table table, String key, String value) {
    String name = table.label();
    int added = change("INSERT OR IGNORE INTO " + name + " (key, value) VALUES (?, ?)", key, value);
    if (added == 0) {
      change("UPDATE " + name + " SET value = ? WHERE key = ?", value, key);
    }
    count(table, added);
    changes++;
  }

  @Override
  public void delete(Table table, String key) {
    count(table, -change("DELETE FROM " + table.label() + " WHERE key = ?", key));
    changes++;
  }

  @Override
  public void add(Table table, String key, long difference) {
    long before = get(table, key).map(Long::parseLong).orElse(0L);
    put(table, key, Long.toString(before + difference));
  }

  private void count(Table table, int difference) {
    counts.computeIfPresent(table, (same, count) -> count + difference);
  }

  private int change(String sql, String... values) {
    return use(
        sql,
        statement -> {
          for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
          }
          return statement.executeUpdate();
        });
  }
}
