package dev.roost.platform.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import org.junit.jupiter.api.Test;

/** Messages of any kind, as the suite that tests our frames sends them. */
class MessageAssemblerTest {
  @Test
  void binaryDataNeedNotBeText() {
    // Given
    MessageAssembler assembler = MessageAssembler.ofAnything(10);
    Buffer first = Buffer.buffer(new byte[] {(byte) 0xFF});
    Buffer second = Buffer.buffer(new byte[] {(byte) 0xFE});
    assertThat(assembler.take(WebSocketFrame.binaryFrame(first, false))).isEmpty();

    // When
    assertThat(assembler.take(WebSocketFrame.continuationFrame(second, true)))
        // Then
        .contains(Buffer.buffer(new byte[] {(byte) 0xFF, (byte) 0xFE}));
  }
}
