package dev.roost.platform.webhook;

import dev.roost.spi.OutboxEntry;
import io.vertx.core.Future;
import java.util.Optional;

/** Knows where deliveries go. */
@FunctionalInterface
public interface DeliveryTargets {
  /**
   * Looks for a target; done at each attempt.
   *
   * @return empty if it is not there any more; fails if that cannot be told now
   */
  Future<Optional<DeliveryTarget>> find(OutboxEntry entry);
}
