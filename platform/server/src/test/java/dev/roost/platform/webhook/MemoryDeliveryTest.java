package dev.roost.platform.webhook;

import dev.roost.platform.state.MemoryBackend;
import dev.roost.platform.state.StateSettings;
import dev.roost.platform.state.contract.TestingClock;
import dev.roost.spi.StateBackend;
import java.time.Duration;

class MemoryDeliveryTest extends DeliveryScenarios {
  @Override
  StateBackend open(TestingClock clock) {
    return new MemoryBackend(new StateSettings(Duration.ofHours(1), Duration.ofHours(1), clock));
  }
}
