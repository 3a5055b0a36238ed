package dev.roost.spi;

import dev.roost.protocol.Envelope;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * The events of a task as envelopes, each with {@code extensions.task_id} and {@code
 * extensions.sequence}. Used on one context: that on which it was asked for. Paused at first; ends
 * after the task's last event.
 */
public interface EnvelopeStream extends ReadStream<Envelope> {
  @Override
  EnvelopeStream exceptionHandler(@Nullable Handler<Throwable> handler);

  @Override
  EnvelopeStream handler(@Nullable Handler<Envelope> handler);

  @Override
  EnvelopeStream pause();

  @Override
  EnvelopeStream resume();

  @Override
  EnvelopeStream fetch(long amount);

  @Override
  EnvelopeStream endHandler(@Nullable Handler<Void> handler);

  /** Says that nobody reads any more. A task that runs for this reader alone is cancelled. */
  void close();
}
