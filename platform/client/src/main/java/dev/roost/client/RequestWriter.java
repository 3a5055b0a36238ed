package dev.roost.client;

import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.json.Codec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.util.List;

/** Writes requests of JSON-RPC. The id of a request is that of its envelope. */
final class RequestWriter {
  private static final String BEGIN =
      "{\"jsonrpc\":\"2.0\",\"method\":\"" + JsonRpcRequest.METHOD + "\",\"params\":{\"envelope\":";

  private RequestWriter() {}

  /**
   * Writes one.
   *
   * @throws IllegalArgumentException if the envelope holds what JSON cannot
   */
  static Buffer one(OutgoingMessage message) {
    return one(message, message.envelope().id(), 0);
  }

  /**
   * The same in detail.
   *
   * @param id of the request
   * @param from the sequence of the last chunk of the answer that is there already; 0 if none is
   */
  static Buffer one(OutgoingMessage message, String id, long from) {
    return Buffer.buffer(BEGIN)
        .appendBuffer(Codec.ENVELOPE.write(message.envelope()))
        .appendString(",\"idempotency_key\":")
        .appendString(Json.encode(message.idempotencyKey()))
        .appendString(from > 0 ? ",\"from\":" + from : "")
        .appendString("},\"id\":")
        .appendString(Json.encode(id))
        .appendString("}");
  }

  /** Writes several as a batch. */
  static Buffer all(List<OutgoingMessage> messages) {
    Buffer batch = Buffer.buffer("[");
    for (OutgoingMessage message : messages) {
      batch.appendString(batch.length() > 1 ? "," : "").appendBuffer(one(message));
    }
    return batch.appendString("]");
  }
}
