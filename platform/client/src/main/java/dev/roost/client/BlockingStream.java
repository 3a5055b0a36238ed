package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.spi.EnvelopeStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream for a thread that may wait. It is a few envelopes ahead at most. Closing it tells the
 * agent that nobody reads any more; a stream that has ended need not be closed.
 */
public final class BlockingStream implements Iterator<Envelope>, AutoCloseable {
  private static final int AHEAD = 16;

  private final String baseUrl;
  private final EnvelopeStream stream;
  private final Duration patience;
  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(AHEAD + 1);
  private @Nullable Item next;

  /** What comes: an envelope, or the end, or why there will be no more. */
  private record Item(@Nullable Envelope envelope, @Nullable Throwable failure) {}

  /**
   * @param patience how long the next envelope may take
   */
  BlockingStream(String baseUrl, EnvelopeStream stream, Duration patience) {
    this.baseUrl = baseUrl;
    this.stream = stream;
    this.patience = patience;
    stream
        .handler(envelope -> items.add(new Item(envelope, null)))
        .endHandler(end -> items.add(new Item(null, null)))
        .exceptionHandler(failure -> items.add(new Item(null, failure)))
        .fetch(AHEAD);
  }

  /**
   * Waits for the next envelope.
   *
   * @return whether there is one
   * @throws AsapClientException if the stream broke off
   */
  @Override
  public boolean hasNext() {
    if (next == null) {
      next = take();
    }
    if (next.failure() instanceof RuntimeException failure) {
      throw failure;
    }
    return next.envelope() != null;
  }

  private Item take() {
    try {
      Item item = items.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (item == null) {
        close();
        throw new AnswerTimeoutException(baseUrl, patience);
      }
      return item;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CallInterruptedException(e);
    }
  }

  @Override
  public Envelope next() {
    if (!hasNext() || next == null || next.envelope() == null) {
      throw new NoSuchElementException("the stream has ended");
    }
    Envelope envelope = next.envelope();
    next = null;
    stream.fetch(1);
    return envelope;
  }

  @Override
  public void close() {
    stream.close();
  }
}
