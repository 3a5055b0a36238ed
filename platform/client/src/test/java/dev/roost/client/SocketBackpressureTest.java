package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Envelope;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A reader that does not read. That nothing more is taken for it is told by many answers to another
 * client, in whose time all of it would have come.
 */
class SocketBackpressureTest extends SocketFixture {
  private static final int CHUNKS = 4_000;
  private static final int MEANWHILE = 300;

  private final AtomicInteger poured = new AtomicInteger();
  private final String tail = " " + "x".repeat(16_000);

  private void pour(TestingSocket socket, JsonObject request) {
    while (poured.get() < CHUNKS && !socket.raw().writeQueueFull()) {
      int number = poured.incrementAndGet();
      boolean last = number == CHUNKS;
      socket.send(TestingSockets.chunk(request, "chunk " + number + tail, number, last));
    }
    if (poured.get() < CHUNKS) {
      socket.raw().drainHandler(drained -> pour(socket, request));
    }
  }

  /** Pours to the client in question, and answers all others. */
  private void pourOrEcho(TestingSocket socket, JsonObject request) {
    if (socket == peer.sockets().get(0)) {
      pour(socket, request);
    } else {
      TestingSockets.echo(socket, request);
    }
  }

  @Test
  void theConnectionIsHeldBackAsLongAsItDoes() {
    // Given
    peer.will(this::pourOrEcho);
    AsapClient other = client(builder -> builder);
    Chunks chunks = Chunks.of(client.stream(TestingAgent.request()));

    // When
    for (int i = 0; i < MEANWHILE; i++) {
      Outcomes.get(other.send(TestingAgent.request()));
    }

    // Then
    assertThat(poured.get()).isLessThan(CHUNKS);
    assertThat(peer.socket(0).raw().writeQueueFull()).isTrue();
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));
    assertThat(answer.sender()).as("of another connection").isEqualTo(TestingAgent.URN);
    chunks.more(Long.MAX_VALUE);
    Outcomes.get(chunks.end());
    assertThat(chunks.texts()).hasSize(CHUNKS);
    assertThat(chunks.texts().get(CHUNKS - 1)).isEqualTo("chunk " + CHUNKS + tail);
    assertThat(peer.socket(0).requests()).hasSize(1);
  }
}
