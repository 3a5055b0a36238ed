package dev.example.journal;

import dev.roost.platform.state.contract.Backed;
import dev.roost.platform.state.contract.StateBackendContract;
import dev.roost.spi.StateBackend;
import dev.roost.spi.StateBackendFactory.Opening;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** That is all: the contract brings the tests. */
class JournalBackendTest extends StateBackendContract {
  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path folder;

  @Override
  protected StateBackend open(Duration idempotency, Duration longestCall, Clock clock)
      throws Exception {
    JsonObject config = new JsonObject().put("file", folder.resolve("journal").toString());
    return Backed.await(
        new JournalFactory().open(new Opening(vertx, config, idempotency, longestCall, clock)));
  }

  @AfterEach
  void closeVertx() throws Exception {
    Backed.await(vertx.close());
  }
}
