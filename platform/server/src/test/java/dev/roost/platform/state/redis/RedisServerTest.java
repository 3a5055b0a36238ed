package dev.roost.platform.state.redis;

import dev.roost.platform.foreign.ForeignProgram;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.StateBackendContract;
import dev.roost.spi.StateBackend;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on the server of the system, which is newer than the one the fast tests bring. */
@Tag("interop")
class RedisServerTest extends StateBackendContract {
  @RegisterExtension
  static final RunningRedis REDIS =
      new RunningRedis(
          folder ->
              TestingRedis.start(
                  folder, Path.of(ForeignProgram.find("redis-server", "redis-server"))));

  private final RedisSettings settings = REDIS.settings();

  @Override
  protected StateBackend open(Duration idempotency, Duration longestCall, Clock clock) {
    return REDIS.open(settings, new StateSettings(idempotency, longestCall, clock));
  }
}
