package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.PayloadType;
import dev.roost.protocol.TaskStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;

/** A message that has one answer. An answer in chunks is put together. */
final class ExchangeCall extends SocketCall {
  private final String base;
  private final OutgoingMessage message;
  private final int maxAnswerBytes;
  private final Buffer text;
  private final Promise<Envelope> answer = ContextInternal.current().promise();
  private final StringBuilder chunks = new StringBuilder(0);

  /**
   * @throws IllegalArgumentException if the message holds what JSON cannot
   */
  ExchangeCall(String id, String base, OutgoingMessage message, int maxAnswerBytes) {
    super(id, message.timeout());
    this.base = base;
    this.message = message;
    this.maxAnswerBytes = maxAnswerBytes;
    this.text = RequestWriter.one(message, id, 0);
  }

  Future<Envelope> answer() {
    return answer.future();
  }

  @Override
  Buffer text() {
    return text;
  }

  @Override
  boolean carries(String envelopeId) {
    return message.envelope().id().equals(envelopeId);
  }

  @Override
  boolean wantsAck() {
    return message.envelope().requiresAck();
  }

  @Override
  void answered(Envelope envelope) {
    if (!(envelope.payload() instanceof TaskStream chunk)) {
      finish();
      answer.tryComplete(envelope);
      return;
    }
    chunks.append(chunk.chunk());
    if (chunks.length() > maxAnswerBytes) {
      failed(new InvalidAnswerException(base, "it is longer than " + maxAnswerBytes + " bytes"));
    } else if (chunk.last()) {
      finish();
      answer.tryComplete(whole(envelope, chunk));
    }
  }

  private Envelope whole(Envelope last, TaskStream chunk) {
    TaskStream all = new TaskStream(chunks.toString(), chunk.progress(), true, chunk.status());
    return new Envelope(
        last.id(),
        last.asapVersion(),
        last.timestamp(),
        last.sender(),
        last.recipient(),
        PayloadType.of(all).spelling(),
        all,
        last.correlationId(),
        last.traceId(),
        last.requiresAck(),
        last.extensions());
  }

  @Override
  boolean outlivesConnection() {
    chunks.setLength(0);
    return true;
  }

  @Override
  void confirmed() {
    failed(
        new InvalidAnswerException(base, "it has neither a result with an envelope nor an error"));
  }

  @Override
  void failed(AsapClientException failure) {
    finish();
    answer.tryFail(failure);
  }
}
