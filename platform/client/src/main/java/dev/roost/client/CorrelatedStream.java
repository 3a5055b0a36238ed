package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Vertx;

/** The chunks that answer one request; a chunk for another request ends them. */
final class CorrelatedStream extends BaseStream {
  private final EnvelopeStream chunks;
  private final Correlation correlation;

  CorrelatedStream(Vertx vertx, EnvelopeStream chunks, Correlation correlation) {
    super(vertx);
    this.chunks = chunks;
    this.correlation = correlation;
    chunks.handler(this::take).endHandler(end -> end()).exceptionHandler(this::fail);
  }

  private void take(Envelope chunk) {
    try {
      give(correlation.checked(chunk));
    } catch (InvalidAnswerException e) {
      fail(e);
      chunks.close();
    }
  }

  @Override
  void demanded(long amount) {
    chunks.fetch(amount);
  }

  @Override
  void paused() {
    chunks.pause();
  }

  @Override
  void released() {
    chunks.close();
  }
}
