package dev.roost.platform.webhook;

import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.TestingClock;
import dev.roost.platform.state.sqlite.SqliteBackend;
import dev.roost.platform.state.sqlite.SqliteSettings;
import dev.roost.spi.StateBackend;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteDeliveryTest extends DeliveryScenarios {
  @TempDir private Path folder;

  @Override
  StateBackend open(TestingClock clock) {
    return SqliteBackend.open(
        SqliteSettings.of(folder.resolve("roost.db")),
        new StateSettings(Duration.ofHours(1), Duration.ofHours(1), clock));
  }
}
