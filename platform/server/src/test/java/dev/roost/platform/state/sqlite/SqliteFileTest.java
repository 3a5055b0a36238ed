package dev.roost.platform.state.sqlite;

import static dev.roost.platform.state.contract.Backed.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roost.platform.state.StateOpenException;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {
  private static final StateSettings SETTINGS =
      StateSettings.of(Duration.ofHours(1), Duration.ofHours(1));

  @TempDir private Path folder;

  private SqliteBackend open(Path path) {
    return SqliteBackend.open(SqliteSettings.of(path), SETTINGS);
  }

  private static void sql(Path path, String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private static String ask(Path path, String query) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.getString(1);
    }
  }

  @Test
  void onlyTheOwnerMayReadIt() throws Exception {
    // Given
    Path path = folder.resolve("data/deep/roost.db");

    // When
    SqliteBackend backend = open(path);
    await(backend.tasks().save(Samples.running("task_1")));

    // Then
    try (Stream<Path> files = Files.list(path.getParent())) {
      assertThat(files)
          .hasSizeGreaterThanOrEqualTo(3)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .as(file.toString())
                      .isEqualTo("rw-------"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
        .isEqualTo("rwx------");
    await(backend.close());
  }

  @Test
  void aFileThatOthersMayReadIsClosedToThem() throws Exception {
    // Given
    Path path = Files.createFile(folder.resolve("roost.db"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

    // When
    await(open(path).close());

    // Then
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void eachCommitWaitsForTheDisk() throws Exception {
    // Given
    Path path = folder.resolve("roost.db");

    // When
    SqliteBackend backend = open(path);
    String mode = ask(path, "PRAGMA journal_mode");
    await(backend.close());

    // Then
    assertThat(mode).isEqualTo("wal");
    assertThat(ask(path, "PRAGMA integrity_check")).isEqualTo("ok");
    assertThat(ask(path, "PRAGMA user_version")).isEqualTo("3");
  }

  @Test
  void twoPlatformsDoNotShareAFile() throws Exception {
    // Given
    Path path = folder.resolve("roost.db");
    SqliteBackend first = open(path);

    // When
    Throwable refusal = catchThrowable(() -> open(path));

    // Then
    assertThat(refusal)
        .isInstanceOf(StateOpenException.class)
        .hasMessageContaining("in use by another platform")
        .hasMessageContaining(path.toString());
    await(first.close());
    await(open(path).close());
  }

  @Test
  void aPathThatCannotBeWrittenIsTold() throws Exception {
    // Given
    Path file = Files.createFile(folder.resolve("file"));

    // When
    Throwable below = catchThrowable(() -> open(file.resolve("roost.db")));
    Throwable on = catchThrowable(() -> open(folder));

    // Then
    assertThat(below)
        .isInstanceOf(StateOpenException.class)
        .hasMessageContaining("state.sqlite.path")
        .hasMessageContaining("choose a path that this user may write to");
    assertThat(on).isInstanceOf(StateOpenException.class).hasMessageContaining(folder.toString());
  }

  @Test
  void anotherProgramsDatabaseIsLeftAlone() throws Exception {
    // Given
    Path path = folder.resolve("other.db");
    sql(path, "CREATE TABLE theirs (x)");

    // When
    Throwable refusal = catchThrowable(() -> open(path));

    // Then
    assertThat(refusal)
        .isInstanceOf(StateOpenException.class)
        .hasMessageContaining("another program");
    assertThat(ask(path, "SELECT group_concat(name) FROM sqlite_schema")).isEqualTo("theirs");
  }

  @Test
  void aFileThatIsNoDatabaseIsLeftAlone() throws Exception {
    // Given
    Path path = Files.writeString(folder.resolve("notes.txt"), "my notes\n".repeat(1_000));

    // When
    Throwable refusal = catchThrowable(() -> open(path));

    // Then
    assertThat(refusal)
        .isInstanceOf(StateOpenException.class)
        .hasMessageContaining("not a database");
    assertThat(Files.readString(path)).startsWith("my notes");
  }

  @Test
  void aNewerDatabaseIsLeftAlone() throws Exception {
    // Given
    Path path = folder.resolve("roost.db");
    await(open(path).close());
    sql(path, "PRAGMA user_version = 99");

    // When
    Throwable refusal = catchThrowable(() -> open(path));

    // Then
    assertThat(refusal)
        .isInstanceOf(StateOpenException.class)
        .hasMessageContaining("newer release (layout 99, this one knows 3)");
  }

  @Test
  void aDatabaseOfTheFirstVersionOpensWithAllThatIsInIt() throws Exception {
    // Given
    Path path = folder.resolve("roost.db");
    Path sample = folder.resolve("sample.db");
    SqliteBackend current = open(sample);
    await(current.tasks().save(Samples.running("task_1")));
    await(current.snapshots().save("task_1", Samples.state(1), true));
    await(current.close());
    String task = ask(sample, "SELECT value FROM tasks");
    String state = ask(sample, "SELECT value FROM snapshots");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path)) {
      SqliteSchema.upgrade(connection, 1);
    }
    sql(
        path,
        "INSERT INTO tasks VALUES ('task_1', '" + task + "')",
        "INSERT INTO snapshots VALUES ('task_1/0000000000000000001', '" + state + "')");

    // When
    SqliteBackend opened = open(path);

    // Then
    assertThat(await(opened.tasks().find("task_1"))).contains(Samples.running("task_1"));
    assertThat(await(opened.snapshots().latest("task_1")).orElseThrow().data())
        .isEqualTo(Samples.state(1));
    await(opened.usage().record(List.of(Samples.usage("e1", "a", "x", 1))));
    await(opened.endpoints().add(Samples.endpoint("we_1", "me")));
    await(opened.close());
    assertThat(ask(path, "PRAGMA user_version")).isEqualTo("3");
    await(open(path).close());
  }

  @Test
  void aDatabaseOfTheSecondVersionGetsRoomForEndpoints() throws Exception {
    // Given
    Path path = folder.resolve("roost.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path)) {
      SqliteSchema.upgrade(connection, 2);
    }
    sql(path, "INSERT INTO counts VALUES ('outbox.accepted', '7')");

    // When
    SqliteBackend opened = open(path);

    // Then
    await(opened.endpoints().add(Samples.endpoint("we_1", "me")));
    assertThat(await(opened.endpoints().find("we_1"))).contains(Samples.endpoint("we_1", "me"));
    assertThat(await(opened.outbox().counts()).accepted()).isEqualTo(7);
    await(opened.close());
    assertThat(ask(path, "PRAGMA user_version")).isEqualTo("3");
  }
}
