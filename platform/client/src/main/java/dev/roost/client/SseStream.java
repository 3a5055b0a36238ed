package dev.roost.client;

import dev.roost.outbound.WayOut;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.InvalidJsonException;
import dev.roost.protocol.json.InvalidMessageException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Envelopes from one answer of server-sent events. It is a little ahead of its reader, so that what
 * came before a connection broke is not lost, and no more than that. A peer from whom nothing comes
 * for too long is given up.
 */
final class SseStream extends BaseStream {
  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final int BYTES_AHEAD = 64 * 1024;

  private final Vertx vertx;

  /** Held by the timer as long as there is something to read: else its connections would end. */
  private final WayOut out;

  private final String base;
  private final HttpClientResponse response;
  private final Duration quiet;
  private final Predicate<Envelope> last;
  private final SseParser parser;
  private final long timer;
  private boolean advancing;
  private boolean flowing = true;
  private boolean heard = true;
  private boolean ended;
  private @Nullable Throwable broken;

  /**
   * @param out how the request left
   * @param last says of an envelope whether it is the last
   */
  SseStream(
      Vertx vertx,
      WayOut out,
      String base,
      HttpClientResponse response,
      ClientSettings settings,
      Predicate<Envelope> last) {
    super(vertx);
    this.vertx = vertx;
    this.out = out;
    this.base = base;
    this.response = response;
    this.quiet = settings.quiet();
    this.last = last;
    this.parser = new SseParser(settings.maxAnswerBytes());
    this.timer = vertx.setPeriodic(quiet.toMillis(), tick -> checkQuiet());
    response
        .handler(this::take)
        .endHandler(end -> over(new HttpClosedException("the stream ended before its last event")))
        .exceptionHandler(this::over);
  }

  private void take(Buffer bytes) {
    heard = true;
    if (!isDone()) {
      parser.feed(bytes);
      advance();
    }
  }

  private void over(Throwable cause) {
    ended = true;
    broken = cause;
    if (!isDone()) {
      advance();
    }
  }

  /**
   * Gives what is wanted and there. A reader may ask for more while it is being given something.
   */
  private void advance() {
    if (advancing) {
      return;
    }
    advancing = true;
    try {
      giveAll();
    } catch (SseParser.TooLongException e) {
      refuse(String.valueOf(e.getMessage()));
    } finally {
      advancing = false;
    }
  }

  private void giveAll() {
    while (wants()) {
      byte[] event = parser.next();
      if (event == null) {
        waitForMore();
        return;
      }
      read(event);
    }
    if (!isDone()) {
      flow(parser.buffered() < BYTES_AHEAD);
    }
  }

  private void waitForMore() {
    if (broken == null) {
      flow(true);
    } else {
      vertx.cancelTimer(timer);
      fail(new ConnectionFailedException(base, Fate.UNKNOWN, broken));
    }
  }

  private void read(byte[] event) {
    Envelope envelope;
    try {
      envelope = Codec.ENVELOPE.read(event);
    } catch (InvalidJsonException | InvalidMessageException e) {
      refuse("an event holds no envelope: " + e.getMessage());
      return;
    }
    give(envelope);
    if (last.test(envelope) && !isDone()) {
      finish();
    }
  }

  private void refuse(String reason) {
    fail(new InvalidAnswerException(base, reason));
    released();
  }

  /** The rest is the end of the answer, if the peer keeps to the protocol. */
  private void finish() {
    vertx.cancelTimer(timer);
    if (!ended) {
      vertx.setTimer(LINGER.toMillis(), tick -> giveUpUnlessEnded());
    }
    end();
    flow(true);
  }

  private void giveUpUnlessEnded() {
    if (!ended) {
      response.request().reset();
    }
  }

  private void flow(boolean wanted) {
    if (wanted != flowing) {
      flowing = wanted;
      heard = true;
      if (wanted) {
        response.resume();
      } else {
        response.pause();
      }
    }
  }

  private void checkQuiet() {
    if (flowing && !heard) {
      fail(new AnswerTimeoutException(base, quiet));
      released();
    }
    heard = false;
  }

  @Override
  void demanded(long amount) {
    advance();
  }

  @Override
  void paused() {
    advance();
  }

  @Override
  void released() {
    vertx.cancelTimer(timer);
    if (!ended) {
      response.request().reset();
    }
  }
}
