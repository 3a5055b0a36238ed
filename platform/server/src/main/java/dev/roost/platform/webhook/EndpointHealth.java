package dev.roost.platform.webhook;

import dev.roost.spi.EndpointStore;
import dev.roost.spi.WebhookEndpoint;
import dev.roost.spi.WebhookEndpoint.Disabled;
import dev.roost.spi.WebhookEndpoint.Failing;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How it goes at an endpoint: since when it fails, to the minute, and that it is disabled when it
 * has failed for too long or wants nothing any more.
 */
final class EndpointHealth implements TargetHealth {
  private static final Duration GRAIN = Duration.ofMinutes(1);
  private static final int TRIES = 5;
  private static final Logger LOG = LoggerFactory.getLogger(EndpointHealth.class);

  private final EndpointStore store;
  private final Clock clock;
  private final WebhookEndpoint seen;

  /** Of an endpoint as it was when the attempt began. */
  EndpointHealth(EndpointStore store, Clock clock, WebhookEndpoint seen) {
    this.store = store;
    this.clock = clock;
    this.seen = seen;
  }

  @Override
  public Future<Void> worked() {
    return change(now -> now.failing().map(failing -> now.withFailing(Optional.empty())));
  }

  @Override
  public Future<Void> failed() {
    return change(now -> failed(now, clock.instant()));
  }

  private static Optional<WebhookEndpoint> failed(WebhookEndpoint now, Instant at) {
    if (now.failing().isEmpty()) {
      return Optional.of(now.withFailing(Optional.of(new Failing(at, at))));
    }
    Failing failing = now.failing().get();
    Optional<Failing> longer = Optional.of(new Failing(failing.firstAt(), at));
    if (now.disabled().isEmpty() && DisablingRule.isDue(failing.firstAt(), failing.lastAt(), at)) {
      Disabled disabled = new Disabled(at, DisablingRule.REASON);
      return Optional.of(now.withDisabled(disabled));
    }
    return Duration.between(failing.lastAt(), at).compareTo(GRAIN) < 0
        ? Optional.empty()
        : Optional.of(now.withFailing(longer));
  }

  @Override
  public Future<Void> gone() {
    Disabled disabled = new Disabled(clock.instant(), "it answered that it is gone (410)");
    return change(
        now ->
            now.disabled().isPresent()
                ? Optional.empty()
                : Optional.of(now.withDisabled(disabled)));
  }

  private Future<Void> change(Function<WebhookEndpoint, Optional<WebhookEndpoint>> change) {
    return change(seen, change, TRIES)
        .recover(
            failure -> {
              LOG.atDebug().setCause(failure).log("The health of an endpoint was not written");
              return Future.succeededFuture();
            });
  }

  private Future<Void> change(
      WebhookEndpoint now, Function<WebhookEndpoint, Optional<WebhookEndpoint>> change, int tries) {
    Optional<WebhookEndpoint> next = change.apply(now);
    if (next.isEmpty() || tries == 0) {
      return Future.succeededFuture();
    }
    return store
        .replace(next.get())
        .compose(done -> done ? told(now, next.get()) : again(change, tries - 1));
  }

  /** Somebody else has changed it meanwhile. */
  private Future<Void> again(
      Function<WebhookEndpoint, Optional<WebhookEndpoint>> change, int tries) {
    return store
        .find(seen.id())
        .compose(
            found ->
                found.isPresent() ? change(found.get(), change, tries) : Future.succeededFuture());
  }

  private static Future<Void> told(WebhookEndpoint before, WebhookEndpoint after) {
    if (before.disabled().isEmpty() && after.disabled().isPresent()) {
      LOG.atWarn()
          .addKeyValue("event", "endpoint.disabled")
          .addKeyValue("endpoint", after.id())
          .addKeyValue("owner", after.owner())
          .addKeyValue("reason", after.disabled().get().reason())
          .log("A webhook endpoint was disabled; what is due for it is kept");
    }
    return Future.succeededFuture();
  }
}
