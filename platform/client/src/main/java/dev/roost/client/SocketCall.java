package dev.roost.client;

import dev.roost.protocol.Envelope;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that was asked over WebSocket and has not been answered to its end. It outlives its
 * connection. Made and used on the loop of its pool, which is told what its takers throw.
 */
abstract class SocketCall {
  private final String id;
  private final Duration timeout;
  private @Nullable SocketLine line;
  private int sends;
  private long sentNanos;
  private long heldSinceNanos;
  private boolean unsent = true;
  private boolean acknowledged;
  private boolean done;
  private long timer = -1;

  /**
   * @param id of the JSON-RPC request
   * @param timeout how long it may be without its first answer
   */
  SocketCall(String id, Duration timeout) {
    this.id = id;
    this.timeout = timeout;
  }

  final String id() {
    return id;
  }

  final Duration timeout() {
    return timeout;
  }

  /** The request, as it is to be sent now. */
  abstract Buffer text();

  /** Whether an acknowledgement of that envelope is for this one. */
  boolean carries(String envelopeId) {
    return false;
  }

  /** Whether the peer was asked to acknowledge it. */
  boolean wantsAck() {
    return false;
  }

  /** Whether a client that closes waits for its end. */
  boolean endsByItself() {
    return true;
  }

  /** An answer, or a part of it. */
  abstract void answered(Envelope envelope);

  /** An answer without an envelope. */
  abstract void confirmed();

  /** It has come to nothing. */
  abstract void failed(AsapClientException failure);

  /** Its time is over. */
  void expired(AsapClientException failure) {
    failed(failure);
  }

  /** Its connection has ended; says whether it can be sent again without harm. */
  boolean outlivesConnection() {
    return true;
  }

  /** Whether an event that nobody asked for by id is for this one. */
  boolean follows(Envelope event) {
    return false;
  }

  final void carriedBy(@Nullable SocketLine now) {
    line = now;
    acknowledged = acknowledged && now != null;
    sends = 0;
    heldSinceNanos = 0;
  }

  final @Nullable SocketLine line() {
    return line;
  }

  /** Sends something that is not answered, over the same connection, if it is on one. */
  final void say(Buffer text) {
    if (line != null) {
      line.say(text);
    }
  }

  /** Its reader is far behind. */
  final void hold() {
    if (line != null && heldSinceNanos == 0) {
      heldSinceNanos = System.nanoTime();
      line.hold(this);
    }
  }

  /** Its reader has caught up. */
  final void release() {
    heldSinceNanos = 0;
    if (line != null) {
      line.release(this);
    }
  }

  /** Whether it has held its connection back for that long. */
  final boolean isHeldFor(long nowNanos, Duration time) {
    return heldSinceNanos != 0 && nowNanos - heldSinceNanos > time.toNanos();
  }

  final void sent(long nowNanos) {
    sends++;
    unsent = false;
    sentNanos = nowNanos;
  }

  /** Whether it has never been sent, over no connection. */
  final boolean isUnsent() {
    return unsent;
  }

  final int sends() {
    return sends;
  }

  final void acknowledged() {
    acknowledged = true;
  }

  /** Whether the peer has not said that it has it, for that long, though we would have heard. */
  final boolean lacksAck(long nowNanos, Duration patience) {
    return wantsAck()
        && !acknowledged
        && line != null
        && !line.isHeld()
        && nowNanos - sentNanos > patience.toNanos();
  }

  final boolean isAcknowledged() {
    return acknowledged;
  }

  /** The timer that ends it. */
  final void endedBy(long id) {
    timer = id;
  }

  final long timer() {
    return timer;
  }

  final void finish() {
    done = true;
  }

  final boolean isDone() {
    return done;
  }
}
