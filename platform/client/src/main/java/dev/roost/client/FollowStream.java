package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The events of a task, whatever happens to the connections over which they come: when one breaks,
 * the next goes on behind the last event that was given. It gives up when nothing has come over
 * several of them.
 */
final class FollowStream extends BaseStream {
  private final String base;
  private final Attempts attempts;
  private final LongFunction<Future<EnvelopeStream>> open;
  private @Nullable EnvelopeStream events;
  private long sequence;
  private int barren;
  private Instant lastEvent;

  /**
   * @param events the first connection
   * @param after the event behind which it begins
   * @param attempts how often nothing may come of a connection
   * @param open opens another connection, behind an event
   */
  FollowStream(
      Vertx vertx,
      String base,
      EnvelopeStream events,
      long after,
      Attempts attempts,
      LongFunction<Future<EnvelopeStream>> open) {
    super(vertx);
    this.base = base;
    this.attempts = attempts;
    this.open = open;
    this.sequence = after;
    this.lastEvent = attempts.now();
    attach(events);
  }

  private void attach(EnvelopeStream opened) {
    if (isDone()) {
      opened.close();
      return;
    }
    events = opened;
    opened.handler(this::take).endHandler(end -> end()).exceptionHandler(this::broken);
    if (demand() > 0) {
      opened.fetch(demand());
    }
  }

  private void take(Envelope event) {
    Optional<Long> number = number(event);
    if (number.isEmpty()) {
      fail(new InvalidAnswerException(base, "an event has no sequence"));
      released();
    } else if (number.get() > sequence) {
      sequence = number.get();
      barren = 0;
      lastEvent = attempts.now();
      give(event);
    } else if (events != null) {
      events.fetch(1);
    }
  }

  private static Optional<Long> number(Envelope event) {
    JsonObject extensions = event.extensions();
    return extensions != null && extensions.getValue("sequence") instanceof Number number
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  private void broken(Throwable failure) {
    events = null;
    barren++;
    Optional<Duration> pause = attempts.pause(barren, lastEvent, failure);
    if (pause.isEmpty()) {
      fail(failure);
      return;
    }
    attempts
        .paused(pause.get())
        .compose(passed -> isDone() ? Future.failedFuture("left") : open.apply(sequence))
        .onSuccess(this::attach)
        .onFailure(this::brokenAgain);
  }

  private void brokenAgain(Throwable failure) {
    if (!isDone()) {
      broken(failure);
    }
  }

  @Override
  void demanded(long amount) {
    if (events != null) {
      events.fetch(amount);
    }
  }

  @Override
  void paused() {
    if (events != null) {
      events.pause();
    }
  }

  @Override
  void released() {
    if (events != null) {
      events.close();
    }
  }
}
