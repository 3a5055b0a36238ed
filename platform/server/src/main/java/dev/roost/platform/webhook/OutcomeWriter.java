package dev.roost.platform.webhook;

import dev.roost.spi.StateException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down how an attempt went. While the database fails that is tried again, as long as the
 * delivery is ours; after that another attempt is made, by whoever takes it.
 */
final class OutcomeWriter {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Logger LOG = LoggerFactory.getLogger(OutcomeWriter.class);

  private final Vertx vertx;
  private final Duration lease;
  private boolean closed;

  OutcomeWriter(Vertx vertx, Duration lease) {
    this.vertx = vertx;
    this.lease = lease;
  }

  /** From now on, nothing is tried again. */
  void close() {
    closed = true;
  }

  /** Writes; answers whether it is written. */
  Future<Boolean> write(Delivery delivery, Supplier<Future<Void>> step) {
    return step.get()
        .map(true)
        .recover(
            failure ->
                isWorthwhile(delivery, failure)
                    ? vertx.timer(PAUSE.toMillis()).compose(over -> write(delivery, step))
                    : given(delivery, failure));
  }

  private boolean isWorthwhile(Delivery delivery, Throwable failure) {
    return !closed
        && !delivery.isOlder(lease, System.nanoTime())
        && failure instanceof StateException state
        && state.recoverable()
        && state.reason() != StateException.Reason.CLOSED;
  }

  private static Future<Boolean> given(Delivery delivery, Throwable failure) {
    LOG.atDebug()
        .addKeyValue("delivery", delivery.entry().id())
        .setCause(failure)
        .log("What became of a delivery could not be written");
    return Future.succeededFuture(false);
  }
}
