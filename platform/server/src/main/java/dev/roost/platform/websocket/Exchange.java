package dev.roost.platform.websocket;

import dev.roost.protocol.AckStatus;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.json.JsonRpcWriter;
import dev.roost.spi.EnvelopeStream;
import dev.roost.spi.Receipt;
import dev.roost.spi.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way, from its frame to its last answer. A message that wants to be
 * acknowledged hears {@code received}, and in the end {@code processed} or {@code rejected}.
 */
final class Exchange implements Receipt {
  private final Session session;
  private final FirstIds firstIds;
  private final int bytes;
  private @Nullable Envelope acknowledged;
  private @Nullable Object firstId;

  /**
   * @param bytes what it counts for while it is on its way
   */
  Exchange(Session session, FirstIds firstIds, int bytes) {
    this.session = session;
    this.firstIds = firstIds;
    this.bytes = bytes;
  }

  @Override
  public void parsed(Object id, Envelope envelope) {
    acknowledged = envelope.requiresAck() ? envelope : null;
  }

  @Override
  public void accepted(Object id, Envelope envelope) {
    if (acknowledged != null) {
      firstId = firstIds.first(envelope, id);
      ack(AckStatus.RECEIVED, null);
    }
  }

  int bytes() {
    return bytes;
  }

  /** Sends what the gateway answers. */
  void answer(Reply reply) {
    if (reply instanceof Reply.Stream stream) {
      stream(stream.id(), stream.chunks());
      return;
    }
    try {
      answerAtOnce(reply);
    } finally {
      session.ended(this);
    }
  }

  private void answerAtOnce(Reply reply) {
    if (reply instanceof Reply.Result result) {
      result(result.id(), result.envelope());
      ack(AckStatus.PROCESSED, null);
    } else {
      Reply.Error error = (Reply.Error) reply;
      error(error.id(), error.error());
      ack(AckStatus.REJECTED, error.error().message());
    }
  }

  /** Also under the id that the client waits for, if it has sent the message before. */
  private void result(Object id, Envelope envelope) {
    session.answer(id, JsonRpcWriter.result(id, envelope));
    if (firstId != null && !firstId.equals(id)) {
      session.answer(firstId, JsonRpcWriter.result(firstId, envelope));
    }
  }

  private void error(@Nullable Object id, RpcError error) {
    session.answer(id, JsonRpcWriter.error(id, error));
    if (firstId != null && !firstId.equals(id)) {
      session.answer(firstId, JsonRpcWriter.error(firstId, error));
    }
  }

  private void stream(Object id, EnvelopeStream chunks) {
    session.follow(
        chunks,
        envelope -> {
          result(id, envelope);
          if (envelope.payload() instanceof TaskStream chunk && chunk.last()) {
            ack(AckStatus.PROCESSED, null);
          }
        },
        () -> session.ended(this));
  }

  private void ack(AckStatus status, @Nullable String error) {
    if (acknowledged != null) {
      session.send(Texts.ack(acknowledged, status, error));
    }
  }
}
