package dev.roost.platform.state.redis;

import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.StateBackendContract;
import dev.roost.spi.StateBackend;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisBackendTest extends StateBackendContract {
  @RegisterExtension
  static final RunningRedis REDIS = new RunningRedis(folder -> TestingRedis.start(folder, true));

  private final RedisSettings settings = REDIS.settings();

  @Override
  protected StateBackend open(Duration idempotency, Duration longestCall, Clock clock) {
    return REDIS.open(settings, new StateSettings(idempotency, longestCall, clock));
  }
}
