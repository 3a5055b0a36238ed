package dev.example.journal;

import dev.roost.platform.state.GroupCommit;
import dev.roost.platform.state.ReadPool;
import dev.roost.platform.state.RowReader;
import dev.roost.platform.state.RowWriter;
import dev.roost.platform.state.Rows;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** The database: one thread writes, two read, and the platform's own tools see to the rest. */
final class JournalRows implements Rows {
  private final GroupCommit writer;
  private final ReadPool readers;

  JournalRows(Path file) throws IOException {
    JournalSession session = new JournalSession(file);
    writer = new GroupCommit(name(), session, () -> session);
    readers = new ReadPool(name(), 2, session::read);
  }

  @Override
  public String name() {
    return "journal";
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

  @Override
  public Future<Void> close() {
    return writer.close(readers::close);
  }
}
