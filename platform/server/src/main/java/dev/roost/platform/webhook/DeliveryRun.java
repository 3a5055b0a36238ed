package dev.roost.platform.webhook;

import dev.roost.outbound.HttpUrl;
import dev.roost.outbound.InvalidUrlException;
import dev.roost.outbound.WayOut;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.OutboxStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with a delivery whose turn it is: its target is looked for, an attempt is made if
 * there is one that wants it, and what became of it is written down. Used by one context.
 */
final class DeliveryRun {
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int SHARE = 10;
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryRun.class);

  private final Vertx vertx;
  private final WayOut out;
  private final OutboxStore outbox;
  private final DeliveryTargets targets;
  private final DeliverySettings settings;
  private final Clock clock;
  private final WebhookMetrics metrics;
  private final Lanes lanes;
  private final OutcomeWriter writer;
  private final RetrySchedule schedule = new RetrySchedule();
  private final Set<DeliveryAttempt> attempts = new HashSet<>();
  private boolean closed;

  /** How a turn ends. */
  sealed interface End {
    /** Something was written down, or is another's business by now. */
    record Done() implements End {}

    /** The host is asked too often: its turn comes again at that time. */
    record Busy(long untilNanos) implements End {}

    /** The database does not say where to. */
    record Unknown() implements End {}
  }

  DeliveryRun(
      Vertx vertx,
      WayOut out,
      OutboxStore outbox,
      DeliveryTargets targets,
      DeliverySettings settings,
      Clock clock,
      WebhookMetrics metrics,
      Lanes lanes) {
    this.vertx = vertx;
    this.out = out;
    this.outbox = outbox;
    this.targets = targets;
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
    this.lanes = lanes;
    this.writer = new OutcomeWriter(vertx, settings.lease());
  }

  /** Takes a delivery's turn. Does not fail. */
  Future<End> run(Lane lane, Delivery delivery) {
    return find(delivery)
        .compose(
            found -> turn(lane, delivery, found),
            failure -> {
              LOG.atDebug().setCause(failure).log("The target of a delivery was not found out");
              return Future.succeededFuture(new End.Unknown());
            });
  }

  private Future<Optional<DeliveryTarget>> find(Delivery delivery) {
    try {
      return targets.find(delivery.entry());
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<End> turn(Lane lane, Delivery delivery, Optional<DeliveryTarget> found) {
    DeliveryTarget target = found.orElse(new DeliveryTarget.Broken("there is no such endpoint"));
    if (target instanceof DeliveryTarget.Open open) {
      return open(lane, delivery, open);
    }
    lane.spared();
    return done(writer.write(delivery, () -> without(delivery.entry(), target)));
  }

  /** No attempt is made. */
  private Future<Void> without(OutboxEntry entry, DeliveryTarget target) {
    if (target instanceof DeliveryTarget.Disabled disabled) {
      return setAside(entry, disabled);
    }
    return target instanceof DeliveryTarget.Broken broken
        ? outbox.bury(entry, broken.reason())
        : outbox.filtered(entry);
  }

  /** The longer a target has been disabled, the less often somebody looks whether it still is. */
  private Future<Void> setAside(OutboxEntry entry, DeliveryTarget.Disabled disabled) {
    Instant now = clock.instant();
    if (entry.createdAt().plus(settings.backlog()).isBefore(now)) {
      return outbox.bury(entry, "the endpoint was disabled for too long");
    }
    Duration share = Duration.between(disabled.since(), now).dividedBy(SHARE);
    Duration pause = share.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : share;
    Duration most = pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    return outbox.giveBack(entry, now.plus(most));
  }

  private Future<End> open(Lane lane, Delivery delivery, DeliveryTarget.Open target) {
    if (closed) {
      return Future.succeededFuture(new End.Unknown());
    }
    long now = System.nanoTime();
    Optional<Long> busy = lanes.take(host(target.url()), now);
    if (busy.isPresent()) {
      return Future.succeededFuture(new End.Busy(busy.get()));
    }
    return attempt(delivery, target)
        .compose(
            outcome -> {
              heard(lane, outcome, System.nanoTime() - now);
              return done(written(delivery, target, outcome));
            });
  }

  private static String host(String url) {
    try {
      return HttpUrl.parse(url).origin();
    } catch (InvalidUrlException e) {
      return "";
    }
  }

  private Future<DeliveryOutcome> attempt(Delivery delivery, DeliveryTarget.Open target) {
    DeliveryAttempt attempt = new DeliveryAttempt(vertx, out, settings, target, clock);
    attempts.add(attempt);
    return attempt
        .run(delivery.entry().id(), delivery.payload().bytes())
        .onComplete(done -> attempts.remove(attempt));
  }

  private void heard(Lane lane, DeliveryOutcome outcome, long nanos) {
    metrics.attempted(outcome, nanos);
    boolean silent = outcome instanceof DeliveryOutcome.Failed failed && failed.silent();
    if (!(outcome instanceof DeliveryOutcome.Aborted)) {
      lane.answered(!silent, System.nanoTime());
    }
  }

  private Future<?> written(
      Delivery delivery, DeliveryTarget.Open target, DeliveryOutcome outcome) {
    OutboxEntry entry = delivery.entry();
    if (outcome instanceof DeliveryOutcome.Delivered) {
      return Future.join(
          writer.write(delivery, () -> outbox.delivered(entry)), target.health().worked());
    } else if (outcome instanceof DeliveryOutcome.Failed failed) {
      return Future.join(failed(delivery, target, failed), target.health().failed());
    } else if (outcome instanceof DeliveryOutcome.Refused refused) {
      return Future.join(bury(delivery, refused.error()), target.health().failed());
    } else if (outcome instanceof DeliveryOutcome.Gone gone) {
      return target.health().gone().compose(disabled -> bury(delivery, gone.error()));
    }
    return writer.write(delivery, () -> outbox.giveBack(entry, entry.nextAttemptAt()));
  }

  private Future<Boolean> failed(
      Delivery delivery, DeliveryTarget.Open target, DeliveryOutcome.Failed failed) {
    OutboxEntry entry = delivery.entry();
    Optional<Duration> pause =
        schedule.pause(target.profile(), entry.attempts() + 1, failed.asked());
    if (pause.isEmpty()) {
      return bury(delivery, failed.error());
    }
    metrics.retried();
    Instant next = clock.instant().plus(pause.get());
    return writer.write(delivery, () -> outbox.retry(entry, next, failed.error()));
  }

  private Future<Boolean> bury(Delivery delivery, String reason) {
    return writer.write(delivery, () -> outbox.bury(delivery.entry(), reason));
  }

  private static Future<End> done(Future<?> writing) {
    return writing.transform(ignored -> Future.succeededFuture(new End.Done()));
  }

  /** Gives up what is on its way; it is due again at once. */
  void abort() {
    closed = true;
    writer.close();
    Set.copyOf(attempts).forEach(DeliveryAttempt::abort);
  }
}
