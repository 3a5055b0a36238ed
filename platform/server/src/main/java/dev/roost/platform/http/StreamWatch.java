package dev.roost.platform.http;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches one stream of HTTP/2. A fault in it ends the stream, never the connection. */
final class StreamWatch implements RequestWatch {
  private final Http2Stream stream;
  private final @Nullable HttpFailure fault;
  private final Http2Streams streams;
  private @Nullable HttpServerResponse response;
  private @Nullable Consumer<HttpFailure> onBadBody;
  private boolean reset;
  private long bodyDeadline = ConnectionWatch.NEVER;
  private long restDeadline = ConnectionWatch.NEVER;
  private long takingDeadline = ConnectionWatch.NEVER;

  /** How many bytes the client has made room for on this stream, and how many of them it took. */
  private long credit;

  private long taken;

  StreamWatch(Http2Stream stream, @Nullable HttpFailure fault, Http2Streams streams) {
    this.stream = stream;
    this.fault = fault;
    this.streams = streams;
  }

  void begins(HttpServerRequest request) {
    response = request.response();
    if (request.method() == HttpMethod.HEAD) {
      Answers.leaveBodiesOut(request.response());
    }
  }

  void credit(int bytes) {
    credit += bytes;
  }

  @Override
  public @Nullable HttpFailure fault() {
    return fault;
  }

  @Override
  public boolean isEnding() {
    return false;
  }

  @Override
  public void bodyExpected(Consumer<HttpFailure> onBad) {
    bodyDeadline = ConnectionWatch.now() + streams.limits().bodyMillis();
    onBadBody = onBad;
  }

  @Override
  public void bodyArrived(int bytes) {
    if (bodyDeadline != ConnectionWatch.NEVER) {
      bodyDeadline = streams.limits().bodyDeadline(bodyDeadline, bytes, ConnectionWatch.now());
    }
  }

  @Override
  public void bodyComplete() {
    bodyDeadline = ConnectionWatch.NEVER;
  }

  /** HTTP/2 has no word for it; the stream is reset afterwards. */
  @Override
  public void announceEnd(HttpServerResponse response) {}

  /** Nothing to do now: whatever is answered is reset when the rest of its body does not come. */
  @Override
  public void end() {}

  /** No other transport takes over what is but a part of a connection. */
  @Override
  public void takenOver() {}

  /** Ends a stream that has stayed too long in its phase. */
  void sweep(long now) {
    if (reset) {
      return;
    }
    if (now >= bodyDeadline && onBadBody != null) {
      bodyDeadline = ConnectionWatch.NEVER;
      onBadBody.accept(HttpFailure.closing(408, "Request body arrives too slowly"));
    }
    watchTaking(now);
    if (now >= takingDeadline) {
      reset(Http2Error.CANCEL);
    } else if (isRestLate(now)) {
      reset(Http2Error.NO_ERROR);
    }
  }

  private void reset(Http2Error error) {
    reset = true;
    streams.reset(stream, error);
  }

  /** Large answers may take long, but not stand still. */
  private void watchTaking(long now) {
    long before = taken;
    taken = credit - streams.roomOf(stream);
    if (!isUntaken()) {
      takingDeadline = ConnectionWatch.NEVER;
    } else if (takingDeadline == ConnectionWatch.NEVER) {
      takingDeadline = now + streams.limits().pauseMillis();
      streams.flush(); // Vert.x leaves the head behind where there is no room for the body
    } else if (taken != before) {
      takingDeadline = now + streams.limits().pauseMillis();
    }
  }

  /** Vert.x holds back what Netty cannot take at once. */
  private boolean isUntaken() {
    return stream.state().localSideOpen()
        && (streams.holdsBytesOf(stream)
            || response != null && (response.ended() || response.writeQueueFull()));
  }

  /** The answer is out, and the client goes on sending what nobody wants. */
  private boolean isRestLate(long now) {
    if (stream.state() != Http2Stream.State.HALF_CLOSED_LOCAL) {
      return false;
    }
    if (restDeadline == ConnectionWatch.NEVER) {
      restDeadline = now + ConnectionWatch.LINGER_MILLIS;
    }
    return now >= restDeadline;
  }
}
