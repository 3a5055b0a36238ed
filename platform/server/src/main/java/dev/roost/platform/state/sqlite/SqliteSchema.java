package dev.roost.platform.state.sqlite;

import dev.roost.platform.state.StateOpenException;
import dev.roost.platform.state.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The versions of the layout. Each is a list of statements that make it of the one before; what was
 * released is never changed, only added to.
 */
final class SqliteSchema {
  /** What marks a file as ours: "Rost". */
  static final int APPLICATION = 0x526f7374;

  private static final Set<Table> SINCE_2 =
      Set.of(
          Table.LEASES,
          Table.LEASE_ORDER,
          Table.OUTBOX,
          Table.OUTBOX_DUE,
          Table.DEAD_LETTERS,
          Table.DEAD_ORDER,
          Table.DEAD_DESTINATIONS,
          Table.COUNTS,
          Table.USAGE,
          Table.USAGE_ORDER,
          Table.USAGE_AGENTS,
          Table.USAGE_CONSUMERS,
          Table.AUDIT,
          Table.AUDIT_ORDER,
          Table.AUDIT_AGENTS);

  private static final Set<Table> SINCE_3 = Set.of(Table.ENDPOINTS, Table.ENDPOINT_OWNERS);

  private static final List<List<String>> VERSIONS = List.of(first(), second(), third());

  private SqliteSchema() {}

  /** Tasks, logs, states and idempotency keys. */
  private static List<String> first() {
    return create(table -> !SINCE_2.contains(table) && !SINCE_3.contains(table));
  }

  /** Leases, deliveries, usage, the audit log; and where a probe writes. */
  private static List<String> second() {
    List<String> statements = create(SINCE_2::contains);
    statements.add("CREATE TABLE probe (value BLOB NOT NULL)");
    return statements;
  }

  /** Endpoints. */
  private static List<String> third() {
    return create(SINCE_3::contains);
  }

  private static List<String> create(Predicate<Table> which) {
    List<String> statements = new ArrayList<>();
    for (Table table : Table.values()) {
      if (which.test(table)) {
        statements.add(create(table));
      }
    }
    return statements;
  }

  private static String create(Table table) {
    return "CREATE TABLE "
        + table.label()
        + " (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)"
        + (table.hasRows() ? "" : " WITHOUT ROWID");
  }

  /** The newest version. */
  static int newest() {
    return VERSIONS.size();
  }

  /**
   * Brings a database to a version, in one transaction.
   *
   * @throws StateOpenException if it is newer, or no database of ours
   */
  static void upgrade(Connection connection, int version) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      int found = version(statement);
      for (int next = found; next < version; next++) {
        for (String step : VERSIONS.get(next)) {
          statement.execute(step);
        }
      }
      if (found < version) {
        statement.execute("PRAGMA application_id = " + APPLICATION);
        statement.execute("PRAGMA user_version = " + version);
      }
      statement.execute("COMMIT");
    }
  }

  private static int version(Statement statement) throws SQLException {
    int version = number(statement, "PRAGMA user_version");
    if (version > newest()) {
      throw new StateOpenException(
          "it was written by a newer release (layout %d, this one knows %d); start that release, or another file"
              .formatted(version, newest()),
          null);
    }
    boolean foreign =
        number(statement, "SELECT count(*) FROM sqlite_schema") > 0
            && number(statement, "PRAGMA application_id") != APPLICATION;
    if (foreign) {
      throw new StateOpenException(
          "it is a database of another program; choose another path", null);
    }
    return version;
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getInt(1) : 0;
    }
  }
}
