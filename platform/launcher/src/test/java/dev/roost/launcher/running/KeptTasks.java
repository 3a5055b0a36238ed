package dev.roost.launcher.running;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a platform that has ended left in its SQLite file, and its agent in the file of runs. */
record KeptTasks(Map<String, JsonObject> records, long openLeases, String integrity) {
  /**
   * A line of the file of runs.
   *
   * @param number what was asked
   * @param attempt which run
   * @param taskId whose
   */
  record Run(int number, int attempt, String taskId) {}

  static KeptTasks in(Path database) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      Map<String, JsonObject> records = new HashMap<>();
      try (ResultSet rows = statement.executeQuery("SELECT key, value FROM tasks")) {
        while (rows.next()) {
          records.put(rows.getString(1), new JsonObject(rows.getString(2)).getJsonObject("row"));
        }
      }
      long leases = Long.parseLong(one(statement, "SELECT count(*) FROM lease_order"));
      return new KeptTasks(records, leases, one(statement, "PRAGMA integrity_check"));
    }
  }

  private static String one(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.getString(1);
    }
  }

  /** Those that have not ended. */
  List<String> open() {
    return records.entrySet().stream()
        .filter(record -> !record.getValue().containsKey("outcome"))
        .map(Map.Entry::getKey)
        .toList();
  }

  static List<Run> runs(Path home) throws Exception {
    return Files.readAllLines(PlatformProcess.runs(home)).stream()
        .map(line -> line.split(" "))
        .filter(parts -> parts[0].equals("run") && parts.length == 4)
        .map(parts -> new Run(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), parts[3]))
        .collect(Collectors.toList());
  }
}
