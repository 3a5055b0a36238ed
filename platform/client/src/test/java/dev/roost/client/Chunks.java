package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskStream;
import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A reader of a stream who takes all, or as much as a test wants. */
final class Chunks {
  private final List<Envelope> taken = new CopyOnWriteArrayList<>();
  private final Promise<List<Envelope>> end = Promise.promise();
  private final EnvelopeStream stream;

  private Chunks(EnvelopeStream stream) {
    this.stream = stream;
    stream.handler(taken::add).endHandler(over -> end.complete(taken)).exceptionHandler(end::fail);
  }

  /** Reads nothing yet. */
  static Chunks of(Future<EnvelopeStream> stream) {
    return new Chunks(Outcomes.get(stream));
  }

  /** Reads to the end. */
  static Chunks all(Future<EnvelopeStream> stream) {
    return of(stream).more(Long.MAX_VALUE);
  }

  Chunks more(long amount) {
    stream.fetch(amount);
    return this;
  }

  EnvelopeStream stream() {
    return stream;
  }

  /** What has come so far. */
  List<Envelope> taken() {
    return taken;
  }

  Future<List<Envelope>> end() {
    return end.future();
  }

  /** The texts of the chunks that have come. */
  List<String> texts() {
    return taken.stream().map(chunk -> ((TaskStream) chunk.payload()).chunk()).toList();
  }

  /** The numbers of the events that have come. */
  List<Long> numbers() {
    return taken.stream().map(event -> event.extensions().getLong("sequence")).toList();
  }
}
