package dev.roost.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.roost.bench.RequestTemplate;
import java.nio.ByteBuffer;

/** An idempotency key that no other request has: the id of its envelope. */
final class KeyHeader implements Header {
  private static final byte[] NAME = "X-Idempotency-Key: ".getBytes(US_ASCII);
  private static final byte[] END = "\r\n".getBytes(US_ASCII);

  private final byte[] id = new byte[RequestTemplate.ID_LENGTH];

  @Override
  public int maxLength() {
    return NAME.length + id.length + END.length;
  }

  @Override
  public void put(ByteBuffer target, RequestWriter request) {
    request.copyId(id, 0);
    target.put(NAME).put(id).put(END);
  }
}
