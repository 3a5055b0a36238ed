package dev.roost.platform.state.redis;

import static dev.roost.platform.state.contract.Backed.await;

import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.StateBackendContract;
import dev.roost.spi.StateBackend;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class RedisBackendTest extends StateBackendContract {
  @TempDir private static Path folder;
  private static TestingRedis redis;
  private static Vertx vertx;

  private final RedisSettings settings = redis.settings();

  @BeforeAll
  static void start() throws Exception {
    redis = TestingRedis.start(folder, true);
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
