package dev.roost.platform.task;

import dev.roost.protocol.Payload;
import dev.roost.protocol.PayloadType;
import dev.roost.protocol.json.Codec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** What an agent tells of a task, between nodes. */
final class NewsJson {
  private NewsJson() {}

  static JsonObject of(Payload news) {
    return new JsonObject()
        .put("type", PayloadType.of(news).spelling())
        .put("payload", Codec.writePayload(news).toString());
  }

  static Payload read(JsonObject json) {
    byte[] payload = Buffer.buffer(json.getString("payload")).getBytes();
    return Codec.readPayload(PayloadType.of(json.getString("type")), payload);
  }
}
