package dev.roost.platform.state.sqlite;

import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.StateBackendContract;
import dev.roost.spi.StateBackend;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteBackendTest extends StateBackendContract {
  @TempDir private Path folder;

  @Override
  protected StateBackend open(Duration idempotency, Duration longestCall, Clock clock) {
    return SqliteBackend.open(
        SqliteSettings.of(folder.resolve("roost.db")),
        new StateSettings(idempotency, longestCall, clock));
  }
}
