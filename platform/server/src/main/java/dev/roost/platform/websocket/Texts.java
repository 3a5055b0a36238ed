package dev.roost.platform.websocket;

import dev.roost.protocol.AckStatus;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.MessageAck;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.json.Codec;
import dev.roost.protocol.json.JsonRpcWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What the server sends beside answers. */
final class Texts {
  static final Buffer PING = Buffer.buffer("{\"type\":\"ping\"}");
  static final RpcError TOO_MANY_MESSAGES =
      new RpcError(-32001, "Rate limit exceeded; too many messages per second", null);

  private static final Buffer ACK =
      Buffer.buffer("{\"jsonrpc\":\"2.0\",\"method\":\"asap.ack\",\"params\":{\"envelope\":");
  private static final Buffer PUSH =
      Buffer.buffer("{\"jsonrpc\":\"2.0\",\"result\":{\"envelope\":");

  private Texts() {}

  /** A notification that tells how far {@code message} has come. */
  static Buffer ack(Envelope message, AckStatus status, @Nullable String error) {
    MessageAck ack = new MessageAck(message.id(), status, error);
    Envelope notice =
        Envelope.of(message.recipient(), message.sender(), ack).withVersionOf(message);
    return Buffer.buffer()
        .appendBuffer(ACK)
        .appendBuffer(Codec.ENVELOPE.write(notice))
        .appendString("}}");
  }

  /** An event of a task, to which no request belongs. */
  static Buffer push(Envelope event) {
    return Buffer.buffer()
        .appendBuffer(PUSH)
        .appendBuffer(Codec.ENVELOPE.write(event))
        .appendString("},\"id\":null}");
  }

  /** The result of a request to the transport itself. */
  static Buffer result(Object id, JsonObject result) {
    return new JsonObject().put("jsonrpc", "2.0").put("result", result).put("id", id).toBuffer();
  }

  static Buffer error(@Nullable Object id, RpcError error) {
    return JsonRpcWriter.error(id, error);
  }
}
