package dev.example.journal;

import dev.roost.platform.state.Limits;
import dev.roost.platform.state.RowBackend;
import dev.roost.platform.state.StateSettings;
import dev.roost.spi.StateBackend;
import dev.roost.spi.StateBackendFactory;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;

/** Makes {@code "state": {"backend": "journal", "config": {"file": "…"}}} work. */
public final class JournalFactory implements StateBackendFactory {
  /** For the service loader. */
  public JournalFactory() {}

  @Override
  public String name() {
    return "journal";
  }

  @Override
  public Future<StateBackend> open(Opening opening) {
    String file = opening.config().getString("file");
    if (file == null) {
      return Future.failedFuture("state.config.file is missing; say where the journal is");
    }
    StateSettings settings =
        new StateSettings(opening.idempotency(), opening.longestCall(), opening.clock());
    try {
      JournalRows rows = new JournalRows(Path.of(file));
      return Future.succeededFuture(new RowBackend(rows, settings, Limits.DURABLE));
    } catch (IOException e) {
      return Future.failedFuture("cannot write " + file + " (state.config.file): " + e);
    }
  }
}
