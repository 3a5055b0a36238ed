package dev.roost.platform.webhook;

import dev.roost.outbound.WayOut;
import dev.roost.spi.OutboxEntry;
import dev.roost.spi.OutboxStore;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is due and hands it to the lanes of its targets. Used by one context.
 *
 * <p>What is taken and cannot begin soon is given back, due when it was, so that whoever has room
 * can take it and the order stays; its target is left out until it has room again.
 */
final class Deliveries {
  /** How many are taken at once; a lane has room for as many. */
  private static final int BATCH = 64;

  /** How long something waits in a lane where nothing begins. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long PULSE_MILLIS = 25;

  /** A look that takes longer, since it has to pass over much, is followed by a pause. */
  private static final long QUICK_NANOS = 20_000_000;

  private static final int PAUSES = 4;
  private static final long LONGEST_PAUSE_MILLIS = 100;
  private static final long NANOS_OF_MILLI = 1_000_000;
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  private final Vertx vertx;
  private final OutboxStore outbox;
  private final DeliverySettings settings;
  private final Clock clock;
  private final Lanes lanes;
  private final DeliveryRun course;
  private final Promise<Void> stopped = Promise.promise();
  private int running;
  private int waiting;
  private long heldBytes;
  private int returning;
  private int failures;
  private boolean looking;
  private boolean again;
  private boolean paused;
  private boolean pulsing;
  private boolean stopping;

  Deliveries(
      Vertx vertx,
      WayOut out,
      OutboxStore outbox,
      DeliveryTargets targets,
      DeliverySettings settings,
      Clock clock,
      WebhookMetrics metrics) {
    this.vertx = vertx;
    this.outbox = outbox;
    this.settings = settings;
    this.clock = clock;
    this.lanes = new Lanes(settings);
    this.course = new DeliveryRun(vertx, out, outbox, targets, settings, clock, metrics, lanes);
  }

  /** Something may be due. */
  void look() {
    int room = isFull() ? 0 : Math.min(BATCH, settings.waiting() - waiting);
    again = true;
    if (stopping || looking || paused || room <= 0) {
      return;
    }
    again = false;
    looking = true;
    long now = System.nanoTime();
    outbox
        .take(settings.lease(), lanes.closed(now), room)
        .onComplete(done -> taken(now, room, done));
  }

  private boolean isFull() {
    return heldBytes >= settings.heldBytes();
  }

  private void taken(long beganNanos, int room, AsyncResult<List<OutboxEntry>> done) {
    looking = false;
    if (done.failed()) {
      backOff(done.cause());
      stopIfDone();
      return;
    }
    recovered();
    List<Delivery> deliveries = read(done.result(), beganNanos);
    deliveries.forEach(this::offer);
    deliveries.stream().map(one -> one.entry().destination()).distinct().forEach(this::pump);
    long cost = System.nanoTime() - beganNanos;
    again |= done.result().size() == room;
    pause(cost > QUICK_NANOS ? Math.min(PAUSES * cost / NANOS_OF_MILLI, LONGEST_PAUSE_MILLIS) : 0);
    pulse();
    stopIfDone();
  }

  private void pause(long millis) {
    if (millis > 0) {
      paused = true;
      vertx.setTimer(millis, over -> resume());
    } else if (again) {
      look();
    }
  }

  private void resume() {
    paused = false;
    if (again) {
      look();
    }
  }

  private void backOff(Throwable failure) {
    if (failures++ == 0 && !stopping) {
      LOG.atWarn().setCause(failure).log("Deliveries cannot be taken; it is tried again");
    }
    long millis = FIRST_BACKOFF.toMillis() << Math.min(failures - 1, 10);
    again = true;
    pause(Math.min(millis, LONGEST_BACKOFF.toMillis()));
  }

  private void recovered() {
    if (failures > 0) {
      LOG.atInfo().addKeyValue("failures", failures).log("Deliveries can be taken again");
      failures = 0;
    }
  }

  /** In their order; what nobody can read is given up. */
  private List<Delivery> read(List<OutboxEntry> entries, long takenNanos) {
    List<Delivery> deliveries = new ArrayList<>();
    for (OutboxEntry entry : entries) {
      try {
        deliveries.add(new Delivery(entry, DeliveryPayload.of(entry), takenNanos));
      } catch (RuntimeException e) {
        LOG.atError().addKeyValue("delivery", entry.id()).setCause(e).log("Not readable");
        outbox.bury(entry, "the delivery is not readable");
      }
    }
    deliveries.sort(Delivery.ORDER);
    return deliveries;
  }

  private void offer(Delivery delivery) {
    long now = System.nanoTime();
    Optional<Lane> lane = lanes.of(delivery.entry().destination(), now);
    if (lane.isEmpty()) {
      giveBack(delivery, clock.instant().plus(PATIENCE));
    } else if (!stopping && !isFull() && lane.get().offer(delivery, BATCH, now)) {
      waiting++;
      heldBytes += delivery.bytes();
    } else {
      lane.get().refused();
      giveBack(delivery, lane.get());
    }
  }

  private void pump(String target) {
    lanes.of(target, System.nanoTime()).ifPresent(this::pump);
  }

  /** Begins what can begin. */
  private void pump(Lane lane) {
    while (!stopping && running < settings.inFlight()) {
      Optional<Delivery> next = lane.next(System.nanoTime());
      if (next.isEmpty()) {
        return;
      }
      waiting--;
      running++;
      begin(lane, next.get());
    }
  }

  private void begin(Lane lane, Delivery delivery) {
    if (delivery.isOlder(settings.begin(), System.nanoTime())) {
      ended(lane, delivery, new DeliveryRun.End.Unknown());
      return;
    }
    course.run(lane, delivery).onSuccess(end -> ended(lane, delivery, end));
  }

  private void ended(Lane lane, Delivery delivery, DeliveryRun.End end) {
    running--;
    if (end instanceof DeliveryRun.End.Done) {
      lane.done(delivery);
      heldBytes -= delivery.bytes();
    } else {
      waiting++;
      lane.putBack(delivery, again(end));
      release(lane, end);
    }
    pump(lane);
    if (lane.isOpenAgain(System.nanoTime())) {
      look();
    }
    pulse();
    stopIfDone();
  }

  private static long again(DeliveryRun.End end) {
    long now = System.nanoTime();
    return end instanceof DeliveryRun.End.Busy busy
        ? busy.untilNanos()
        : now + FIRST_BACKOFF.toNanos();
  }

  /** A short moment is worth waiting for. */
  private void release(Lane lane, DeliveryRun.End end) {
    boolean soon =
        end instanceof DeliveryRun.End.Busy busy
            && busy.untilNanos() - System.nanoTime() < PATIENCE.toNanos();
    if (!soon || stopping) {
      release(lane);
    }
  }

  /** Gives back what waits. */
  private void release(Lane lane) {
    List<Delivery> released = lane.release();
    waiting -= released.size();
    for (Delivery one : released) {
      heldBytes -= one.bytes();
      giveBack(one, lane);
    }
  }

  private void giveBack(Delivery delivery, Lane lane) {
    giveBack(delivery, delivery.entry().nextAttemptAt())
        .onComplete(
            done -> {
              lane.returned();
              pulse();
            });
  }

  private Future<Void> giveBack(Delivery delivery, Instant due) {
    returning++;
    return outbox
        .giveBack(delivery.entry(), due)
        .onComplete(
            done -> {
              returning--;
              stopIfDone();
            });
  }

  /** Comes back soon to lanes that wait for their time. */
  private void pulse() {
    if (!pulsing && !stopping) {
      pulsing = true;
      vertx.setTimer(PULSE_MILLIS, tick -> beat());
    }
  }

  private void beat() {
    pulsing = false;
    List<Lane> limited = lanes.limited();
    limited.forEach(this::pump);
    long now = System.nanoTime();
    if (again || limited.stream().anyMatch(lane -> lane.isOpenAgain(now))) {
      look();
    }
    if (!limited.isEmpty()) {
      pulse();
    }
  }

  /** To be called now and then. */
  void tick() {
    long now = System.nanoTime();
    for (Lane lane : lanes.limited()) {
      if (lane.isStale(PATIENCE, settings.begin(), now)) {
        release(lane);
      }
    }
    lanes.sweep(now);
    look();
  }

  /** Begins nothing more; completes when what is on its way has ended or was given back. */
  Future<Void> stop() {
    stopping = true;
    lanes.all().forEach(this::release);
    vertx.setTimer(settings.stopping().toMillis(), late -> course.abort());
    vertx.setTimer(
        settings.stopping().plus(LAST_WORDS).toMillis(), tooLate -> stopped.tryComplete());
    stopIfDone();
    return stopped.future();
  }

  private void stopIfDone() {
    if (stopping && running == 0 && returning == 0 && !looking) {
      stopped.tryComplete();
    }
  }
}
