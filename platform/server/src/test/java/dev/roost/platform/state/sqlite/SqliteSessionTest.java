package dev.roost.platform.state.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.Table;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSessionTest {
  @TempDir private Path folder;

  private SqliteSession open() throws Exception {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("x.db"));
    SqliteSchema.upgrade(connection, SqliteSchema.newest());
    return new SqliteSession(connection, false);
  }

  @Test
  void theCountOfRowsIsRightWhateverHappensToThem() throws Exception {
    // Given
    SqliteSession session = open();
    session.begin();
    session.mark();
    session.put(Table.OUTBOX, "a", "1");
    long first = session.count(Table.OUTBOX);
    session.put(Table.OUTBOX, "a", "2");
    session.put(Table.OUTBOX, "b", "1");
    session.delete(Table.OUTBOX, "none");
    session.add(Table.OUTBOX, "c", 5);
    session.add(Table.OUTBOX, "c", -2);
    session.delete(Table.OUTBOX, "b");
    long second = session.count(Table.OUTBOX);
    session.mark();
    session.put(Table.OUTBOX, "d", "1");
    session.delete(Table.OUTBOX, "a");
    session.delete(Table.OUTBOX, "c");

    // When
    session.undo();

    // Then
    assertThat(first).isEqualTo(1);
    assertThat(second).isEqualTo(2);
    assertThat(session.count(Table.OUTBOX)).isEqualTo(2);
    assertThat(session.commit()).isTrue();
    assertThat(session.get(Table.OUTBOX, "a")).contains("2");
    assertThat(session.get(Table.OUTBOX, "c")).contains("3");
    session.close();
    SqliteSession again = open();
    assertThat(again.count(Table.OUTBOX)).isEqualTo(2);
    again.close();
  }
}
