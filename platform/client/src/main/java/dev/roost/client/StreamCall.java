package dev.roost.client;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;

/**
 * A task request whose result comes in chunks. When its connection breaks, it asks for the chunks
 * behind the last one that it has; a peer whose chunks have no sequence cannot be asked that.
 */
final class StreamCall extends SocketCall {
  private final String base;
  private final OutgoingMessage message;
  private final SocketStream chunks;
  private final Buffer text;
  private final Promise<SocketStream> begun = ContextInternal.current().promise();
  private String taskId;
  private boolean numbered = true;
  private long sequence;

  /**
   * @throws IllegalArgumentException if the message holds what JSON cannot
   */
  StreamCall(String id, String base, OutgoingMessage message, SocketStream chunks) {
    super(id, message.timeout());
    this.base = base;
    this.message = message;
    this.chunks = chunks;
    this.text = RequestWriter.one(message, id, 0);
    this.taskId = message.envelope().id();
  }

  /** There with the first chunk, or when the peer has had time for one. */
  Future<SocketStream> begun() {
    return begun.future();
  }

  /**
   * By which the peer knows the task: the id of the request, as long as it has not told its own.
   */
  String taskId() {
    return taskId;
  }

  OutgoingMessage message() {
    return message;
  }

  @Override
  Buffer text() {
    return sequence == 0 ? text : RequestWriter.one(message, id(), sequence);
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
  boolean endsByItself() {
    return false;
  }

  @Override
  void answered(Envelope envelope) {
    if (!(envelope.payload() instanceof TaskStream chunk)) {
      failed(new InvalidAnswerException(base, "it does not come in chunks"));
    } else if (isNew(envelope)) {
      begun.tryComplete(chunks);
      boolean behind = chunks.take(envelope);
      if (chunk.last()) {
        finish();
        chunks.over(null);
      } else if (behind) {
        hold();
      }
    }
  }

  private boolean isNew(Envelope envelope) {
    JsonObject extensions = envelope.extensions();
    if (extensions == null || !(extensions.getValue("sequence") instanceof Number number)) {
      numbered = false;
      return true;
    }
    taskId = extensions.getString("task_id", taskId);
    boolean later = number.longValue() > sequence;
    sequence = Math.max(sequence, number.longValue());
    return later;
  }

  @Override
  boolean outlivesConnection() {
    return numbered;
  }

  @Override
  void expired(AsapClientException failure) {
    if (isAcknowledged() || begun.future().isComplete()) {
      begun.tryComplete(chunks);
    } else {
      failed(failure);
    }
  }

  @Override
  void confirmed() {
    failed(
        new InvalidAnswerException(base, "it has neither a result with an envelope nor an error"));
  }

  @Override
  void failed(AsapClientException failure) {
    finish();
    if (!begun.tryFail(failure)) {
      chunks.over(failure);
    }
  }
}
