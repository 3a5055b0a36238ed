package dev.roost.platform.state.sqlite;

import dev.roost.platform.state.GroupCommit;
import dev.roost.platform.state.ReadPool;
import dev.roost.platform.state.RowReader;
import dev.roost.platform.state.RowWriter;
import dev.roost.platform.state.Rows;
import dev.roost.platform.state.StateOpenException;
import dev.roost.spi.StateException;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** Tables in a file. */
final class SqliteRows implements Rows {
  private static final int BUSY_MILLIS = 15_000;
  private static final int WAL_BYTES = 64 << 20;

  private final SqliteSettings settings;
  private final SqliteFile file;
  private final GroupCommit writer;
  private final ReadPool readers;
  private final Queue<SqliteSession> idle = new ConcurrentLinkedQueue<>();
  private @Nullable Future<Void> closing;

  private SqliteRows(SqliteSettings settings, SqliteFile file) {
    this.settings = settings;
    this.file = file;
    this.writer =
        new GroupCommit(
            name(), writing(), this::writing, GroupCommit.MAX_WAITING, settings.commitRows());
    this.readers = new ReadPool(name(), settings.readers(), this::reading);
  }

  /**
   * Opens a file; blocks.
   *
   * @throws StateOpenException if it cannot be used
   */
  static SqliteRows open(SqliteSettings settings) {
    SqliteFile file = SqliteFile.open(settings.path());
    try {
      upgrade(settings, file);
      return new SqliteRows(settings, file);
    } catch (SQLException | StateException | StateOpenException e) {
      file.close();
      throw new StateOpenException(
          "Cannot open %s (state.sqlite.path): %s".formatted(file.path(), e.getMessage()), e);
    }
  }

  private static void upgrade(SqliteSettings settings, SqliteFile file) throws SQLException {
    try (Connection connection = connect(settings, file, false)) {
      SqliteSchema.upgrade(connection, SqliteSchema.newest());
    }
  }

  private static Connection connect(SqliteSettings settings, SqliteFile file, boolean readOnly)
      throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setJournalSizeLimit(WAL_BYTES);
    config.setPragma(
        SQLiteConfig.Pragma.MAX_PAGE_COUNT, Long.toString(settings.maxPages().getAsLong()));
    Connection connection = config.createConnection("jdbc:sqlite:" + file.path());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = " + readOnly);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  private SqliteSession writing() {
    return session(false);
  }

  private SqliteSession session(boolean readOnly) {
    try {
      return new SqliteSession(connect(settings, file, readOnly), readOnly);
    } catch (SQLException e) {
      throw StateException.readOnly(String.valueOf(e.getMessage()), e);
    }
  }

  /** All looks of one function see one moment. A connection that failed is not used again. */
  private <T> T reading(Function<RowReader, T> look) {
    SqliteSession found = idle.poll();
    SqliteSession session = found == null ? session(true) : found;
    boolean sound = false;
    try {
      session.beginReading();
      T seen = look.apply(session);
      session.commit();
      sound = true;
      return seen;
    } finally {
      if (sound) {
        idle.add(session);
      } else {
        session.close();
      }
    }
  }

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public boolean durable() {
    return true;
  }

  @Override
  public <T> Future<T> read(Function<RowReader, T> look) {
    return readers.read(look);
  }

  @Override
  public <T> Future<T> write(Function<RowWriter, T> change) {
    return writer.write(change);
  }

  @Override
  public Future<Void> check() {
    return write(rows -> null);
  }

  /** The last connection to close takes the log into the file. */
  @Override
  public synchronized Future<Void> close() {
    if (closing == null) {
      closing = writer.close(this::closeRest);
    }
    return closing;
  }

  private void closeRest() {
    readers.close();
    idle.forEach(SqliteSession::close);
    file.close();
  }
}
