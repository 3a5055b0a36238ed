package dev.roost.platform.state;

import dev.roost.platform.state.contract.StateBackendContract;
import dev.roost.spi.StateBackend;
import java.time.Clock;
import java.time.Duration;

class MemoryBackendTest extends StateBackendContract {
  @Override
  protected StateBackend open(Duration idempotency, Duration longestCall, Clock clock) {
    return new MemoryBackend(new StateSettings(idempotency, longestCall, clock));
  }
}
