package dev.roost.platform.state.redis;

import static dev.roost.platform.state.contract.Backed.await;

import dev.roost.platform.foreign.ForeignProgram;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.StateBackendContract;
import dev.roost.spi.StateBackend;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the server of the system, which is newer than the one the fast tests bring. */
@Tag("interop")
class RedisServerTest extends StateBackendContract {
  @TempDir private static Path folder;
  private static TestingRedis redis;
  private static Vertx vertx;

  private final RedisSettings settings = redis.settings();

  @BeforeAll
  static void start() throws Exception {
    redis =
        TestingRedis.start(folder, Path.of(ForeignProgram.find("redis-server", "redis-server")));
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    await(vertx.close());
    redis.close();
  }

  @Override
  protected StateBackend open(Duration idempotency, Duration longestCall, Clock clock) {
    return RedisBackend.open(vertx, settings, new StateSettings(idempotency, longestCall, clock));
  }
}
