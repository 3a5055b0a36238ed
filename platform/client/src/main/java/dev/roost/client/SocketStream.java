package dev.roost.client;

import dev.roost.protocol.Envelope;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What comes for one call over a WebSocket, on the way from the loop of the connection to the
 * context of its reader. A reader who is far behind holds the connection back.
 */
final class SocketStream extends BaseStream {
  /** How many envelopes may wait for the reader before the connection is held back. */
  static final int MAX_AHEAD = 256;

  private final Deque<Envelope> waiting = new ArrayDeque<>();
  private final AtomicInteger ahead = new AtomicInteger();
  private volatile @Nullable Source source;
  private boolean giving;
  private boolean over;
  private @Nullable Throwable broken;

  /** Where it comes from. Any thread may call it. */
  interface Source {
    /** The reader has nearly caught up. */
    void wanted();

    /** The reader has left. */
    void left();
  }

  /** To be made on the reader's context. */
  SocketStream(Vertx vertx) {
    super(vertx);
  }

  void from(Source value) {
    source = value;
  }

  /**
   * Takes what has come. Any thread.
   *
   * @return whether the reader is so far behind that no more should come
   */
  boolean take(Envelope envelope) {
    here(
        () -> {
          waiting.add(envelope);
          give();
        });
    return ahead.incrementAndGet() >= MAX_AHEAD;
  }

  /** Nothing more will come. Any thread. */
  void over(@Nullable Throwable cause) {
    here(
        () -> {
          over = true;
          broken = cause;
          give();
        });
  }

  /** A reader may ask for more while it is being given something. */
  private void give() {
    if (giving) {
      return;
    }
    giving = true;
    while (wants() && !waiting.isEmpty()) {
      Envelope next = waiting.poll();
      if (ahead.getAndDecrement() == MAX_AHEAD / 2 && source != null) {
        source.wanted();
      }
      hand(next);
    }
    giving = false;
    if (over && waiting.isEmpty()) {
      finish();
    }
  }

  /** What the reader throws is for its context to tell; the rest comes all the same. */
  private void hand(Envelope next) {
    try {
      give(next);
    } catch (RuntimeException e) {
      ContextInternal.current().reportException(e);
    }
  }

  private void finish() {
    if (broken == null) {
      end();
    } else {
      fail(broken);
    }
  }

  @Override
  void demanded(long amount) {
    give();
  }

  @Override
  void paused() {}

  @Override
  void released() {
    waiting.clear();
    if (source != null) {
      source.left();
    }
  }
}
