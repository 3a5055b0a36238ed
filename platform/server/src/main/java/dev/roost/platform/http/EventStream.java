package dev.roost.platform.http;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.json.Codec;
import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes envelopes as server-sent events, as fast as the client takes them: what it does not take
 * stays in the task's log. A comment now and then shows both sides that the other is there.
 */
final class EventStream {
  /** How much may wait in the connection. */
  static final int QUEUE_BYTES = 8 * 1024;

  static final long KEEP_ALIVE_MILLIS = 15_000;

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final Buffer KEEP_ALIVE = Buffer.buffer(": keep-alive\n\n");
  private static final CharSequence CONTENT_TYPE =
      HttpHeaders.createOptimized("text/event-stream; charset=utf-8");
  private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");

  /** Tells nginx to pass every event on at once. */
  private static final CharSequence PROXY_BUFFERING =
      HttpHeaders.createOptimized("x-accel-buffering");

  private final Vertx vertx;
  private final HttpServerResponse response;
  private final EnvelopeStream envelopes;
  private final BiConsumer<Envelope, Buffer> head;
  private final long timer;
  private boolean quiet;

  private EventStream(
      Vertx vertx,
      HttpServerResponse response,
      EnvelopeStream envelopes,
      BiConsumer<Envelope, Buffer> head) {
    this.vertx = vertx;
    this.response = response;
    this.envelopes = envelopes;
    this.head = head;
    this.timer = vertx.setPeriodic(KEEP_ALIVE_MILLIS, tick -> keepAlive());
  }

  /**
   * Answers with envelopes until they end or the client leaves.
   *
   * @param head writes the lines of an event before its data
   */
  static void write(
      Vertx vertx,
      HttpServerRequest request,
      EnvelopeStream envelopes,
      BiConsumer<Envelope, Buffer> head) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      envelopes.close();
      return;
    }
    putHeaders(request, response);
    new EventStream(vertx, response, envelopes, head).start();
  }

  private static void putHeaders(HttpServerRequest request, HttpServerResponse response) {
    response
        .setWriteQueueMaxSize(QUEUE_BYTES)
        .putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
        .putHeader(PROXY_BUFFERING, "no");
    if (request.version() == HttpVersion.HTTP_1_1) {
      response.setChunked(true).putHeader(HttpHeaders.CONNECTION, HttpHeaders.KEEP_ALIVE);
    } else if (request.version() == HttpVersion.HTTP_1_0) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  private void start() {
    response.closeHandler(closed -> leave());
    response.exceptionHandler(failure -> leave());
    response.writeHead();
    envelopes.endHandler(end -> finish()).handler(this::write).resume();
  }

  private void write(Envelope envelope) {
    try {
      Buffer event = Buffer.buffer();
      head.accept(envelope, event);
      event.appendString("data: ").appendBuffer(Codec.ENVELOPE.write(envelope));
      send(event.appendString("\n\n"));
    } catch (IllegalArgumentException e) {
      LOG.atError().setCause(e).log("An event cannot be written as JSON");
    }
  }

  private void send(Buffer text) {
    quiet = false;
    response.write(text);
    if (response.writeQueueFull()) {
      envelopes.pause();
      response.drainHandler(drained -> envelopes.resume());
    }
  }

  private void keepAlive() {
    if (quiet && !response.writeQueueFull()) {
      response.write(KEEP_ALIVE);
    }
    quiet = true;
  }

  private void finish() {
    vertx.cancelTimer(timer);
    response.end();
  }

  private void leave() {
    vertx.cancelTimer(timer);
    envelopes.close();
  }
}
