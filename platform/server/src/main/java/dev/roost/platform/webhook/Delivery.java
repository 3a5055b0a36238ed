package dev.roost.platform.webhook;

import dev.roost.spi.OutboxEntry;
import java.time.Duration;
import java.util.Comparator;

/**
 * An entry that was taken.
 *
 * @param takenNanos since when it is ours, by {@link System#nanoTime()}
 */
record Delivery(OutboxEntry entry, DeliveryPayload payload, long takenNanos) {
  /** As the outbox has them; events of the same moment in the order of their task. */
  static final Comparator<Delivery> ORDER =
      Comparator.comparing((Delivery one) -> one.entry().nextAttemptAt())
          .thenComparingLong(one -> one.payload().sequence());

  /** How many bytes are held for it; bodies are ASCII. */
  int bytes() {
    return payload.body().length();
  }

  /** Whether it was taken at least so long ago. */
  boolean isOlder(Duration age, long nowNanos) {
    return nowNanos - takenNanos >= age.toNanos();
  }
}
