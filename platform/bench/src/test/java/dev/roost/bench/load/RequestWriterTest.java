package dev.roost.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.bench.RequestTemplate;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.json.JsonRpcReader;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RequestWriterTest {
  private final RequestWriter writer = new RequestWriter(RequestTemplate.body());

  @Test
  void everyRequestIsValidAndFresh() {
    // Given
    Envelope first = read(next());

    // When
    Envelope second = read(next());

    // Then
    assertThat(first.id()).hasSize(RequestTemplate.ID_LENGTH).isNotEqualTo(second.id());
    assertThat(second.timestamp())
        .isBetween(Instant.now().minus(Duration.ofSeconds(10)), Instant.now().plusMillis(2));
  }

  @Test
  void theIdIsKnownForComparison() {
    // Given
    Envelope envelope = read(next());
    byte[] id = new byte[RequestTemplate.ID_LENGTH];

    // When
    writer.copyId(id, 0);

    // Then
    assertThat(new String(id)).isEqualTo(envelope.id());
  }

  @Test
  void aLineGoesIntoTheHead() {
    // Given
    RequestWriter keyed = new RequestWriter(RequestTemplate.http(80), new KeyHeader());
    ByteBuffer target = ByteBuffer.allocate(keyed.length());
    keyed.next(target);

    // When
    keyed.next(target);

    // Then
    byte[] id = new byte[RequestTemplate.ID_LENGTH];
    keyed.copyId(id, 0);
    String[] parts = new String(target.array(), 0, target.limit()).split("\r\n\r\n");
    assertThat(parts[0].split("\r\n"))
        .startsWith("POST /asap HTTP/1.1", "X-Idempotency-Key: " + new String(id))
        .contains("Content-Length: " + parts[1].length());
    assertThat(read(Buffer.buffer(parts[1])).id()).isEqualTo(new String(id));
  }

  private Buffer next() {
    ByteBuffer target = ByteBuffer.allocate(writer.length());
    writer.next(target);
    return Buffer.buffer(target.array());
  }

  private static Envelope read(Buffer body) {
    JsonRpcReader.Incoming incoming = new JsonRpcReader(1, true).read(body);
    JsonRpcRequest request = ((JsonRpcReader.Incoming.Single) incoming).request();
    assertThat(request).isInstanceOf(JsonRpcRequest.Send.class);
    return ((JsonRpcRequest.Send) request).envelope();
  }
}
