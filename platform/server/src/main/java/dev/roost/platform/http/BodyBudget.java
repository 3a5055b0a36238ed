package dev.roost.platform.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of bodies a node holds at once: of requests from their arrival until their answer,
 * then of the answer until the client has taken it. Each body has a limit of its own, but thousands
 * of connections, each with a hundred streams, may each bring one. Shared by all event loops.
 */
final class BodyBudget {
  /** The bodies become objects, which are larger, and have to leave room for everything else. */
  private static final int SHARE_OF_HEAP = 8;

  private final long max;
  private final AtomicLong held = new AtomicLong();

  BodyBudget(long max) {
    this.max = max;
  }

  /** A share of the heap, and room for two of the largest bodies in any case. */
  static BodyBudget ofHeap(long largestBody) {
    return new BodyBudget(
        Math.max(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, 2 * largestBody));
  }

  /** Begins to count one request. */
  Share open() {
    return new Share();
  }

  /** How many bytes are held. */
  long held() {
    return held.get();
  }

  /** What one request holds. Used by one thread at a time. */
  final class Share {
    private long bytes;
    private boolean closed;

    /**
     * Counts further bytes in.
     *
     * @throws HttpFailure 503 if they are too many
     */
    void take(long more) {
      if (closed) {
        return;
      }
      if (held.addAndGet(more) > max) {
        held.addAndGet(-more);
        throw HttpFailure.closing(
            503, "The platform has too many large requests in hand; try again later");
      }
      bytes += more;
    }

    /** Counts the answer in the place of the request. It is never refused: the work is done. */
    void answer(long length) {
      if (!closed) {
        held.addAndGet(length - bytes);
        bytes = length;
      }
    }

    /** Counts everything out: the answer has been taken. */
    void close() {
      if (!closed) {
        closed = true;
        held.addAndGet(-bytes);
      }
    }
  }
}
