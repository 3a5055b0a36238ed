package dev.roost.bench.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameWriterTest {
  private static final int MASK_LENGTH = 4;

  @Test
  void theExampleOfTheStandard() {
    // Given: RFC 6455, section 5.7, a masked "Hello"
    ByteBuffer target = ByteBuffer.allocate(FrameWriter.length(5));

    // When
    FrameWriter.write(Opcode.TEXT, 0x37fa213d, ByteBuffer.wrap("Hello".getBytes(US_ASCII)), target);

    // Then
    assertThat(target.array())
        .containsExactly(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58);
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "125, 2", "126, 4", "65535, 4", "65536, 10"})
  void theHeaderIsAsLongAsThePayloadNeeds(int payload, int header) {
    assertThat(FrameWriter.length(payload)).isEqualTo(header + MASK_LENGTH + payload);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 700, 65_535, 65_536})
  void unmaskedItIsThePayload(int length) {
    // Given
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) (i * 31);
    }
    ByteBuffer target = ByteBuffer.allocate(FrameWriter.length(length));

    // When
    FrameWriter.write(Opcode.PONG, ByteBuffer.wrap(payload), target);

    // Then
    assertThat(target.hasRemaining()).isFalse();
    assertThat(unmasked(target.array(), length)).isEqualTo(payload);
  }

  private static byte[] unmasked(byte[] frame, int length) {
    int start = frame.length - length;
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) (frame[start + i] ^ frame[start - MASK_LENGTH + i % MASK_LENGTH]);
    }
    return payload;
  }
}
