package dev.roost.client.webhook;

import static java.util.Objects.requireNonNull;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each delivery handled once, as far as it remembers: those who come while it is being handled
 * wait for the same outcome, and after a failure the next is handled again. Any thread may use it.
 */
final class OnceOnly {
  private static final Logger LOG = LoggerFactory.getLogger(OnceOnly.class);

  private final Function<WebhookDelivery, Future<Void>> receiver;
  private final int maxRunning;
  private final int maxIds;
  private final Duration remembered;
  private final Clock clock;

  /** By their ids, the oldest first. */
  private final Map<String, Instant> handled = new LinkedHashMap<>();

  private final Map<String, Future<Void>> running = new HashMap<>();
  private int count;

  OnceOnly(WebhookHandlerBuilder builder) {
    this.receiver = builder.receiver;
    this.maxRunning = builder.maxRequests;
    this.maxIds = builder.maxIds;
    this.remembered = builder.remembered;
    this.clock = builder.clock;
  }

  /** Too many are in the receiver's hands. */
  static final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private BusyException() {
      super("too many deliveries are being handled", null, false, false);
    }
  }

  /** Handles it, or gives what came of that. */
  Future<Void> handle(WebhookDelivery delivery) {
    Promise<Void> outcome = Promise.promise();
    synchronized (this) {
      Future<Void> known = delivery.id().map(this::known).orElse(null);
      if (known != null) {
        return known;
      }
      if (count >= maxRunning) {
        return Future.failedFuture(new BusyException());
      }
      count++;
      delivery.id().ifPresent(id -> running.put(id, outcome.future()));
    }
    received(delivery).onComplete(done -> end(delivery, done, outcome));
    return outcome.future();
  }

  private @Nullable Future<Void> known(String id) {
    forgetOld();
    return handled.containsKey(id) ? Future.succeededFuture() : running.get(id);
  }

  private void forgetOld() {
    Instant before = clock.instant().minus(remembered);
    Iterator<Instant> oldest = handled.values().iterator();
    while (oldest.hasNext() && oldest.next().isBefore(before)) {
      oldest.remove();
    }
  }

  private Future<Void> received(WebhookDelivery delivery) {
    try {
      return requireNonNull(receiver.apply(delivery), "the receiver's future");
    } catch (Throwable e) { // whatever it is, its place must become free again
      return Future.failedFuture(e);
    }
  }

  private void end(WebhookDelivery delivery, AsyncResult<Void> done, Promise<Void> outcome) {
    synchronized (this) {
      count--;
      delivery.id().ifPresent(id -> ended(id, done.succeeded()));
    }
    if (done.failed()) {
      LOG.atDebug()
          .setCause(done.cause())
          .addKeyValue("id", delivery.id().orElse(""))
          .log("a webhook was not handled; its sender will try again");
    }
    outcome.handle(done);
  }

  private void ended(String id, boolean well) {
    running.remove(id);
    if (well) {
      handled.put(id, clock.instant());
      if (handled.size() > maxIds) {
        handled.remove(handled.keySet().iterator().next());
      }
    }
  }
}
