package dev.roost.bench.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n";
  private static final int CAPACITY = 128 * 1_024;

  private final FrameReader reader = new FrameReader(CAPACITY);

  @Test
  void theUpgradeAndAFrameMayComeByteByByte() throws Exception {
    // Given
    put(bytes(SWITCHING.substring(0, SWITCHING.length() - 1)));
    assertThat(reader.upgraded()).isFalse();
    put(bytes("\n"));
    assertThat(reader.upgraded()).isTrue();
    byte[] frame = frame(Opcode.TEXT, bytes("{\"result\":1}"));
    for (int i = 0; i < frame.length - 1; i++) {
      put(frame[i]);
      assertThat(reader.next()).isFalse();
    }

    // When
    put(frame[frame.length - 1]);

    // Then
    assertThat(reader.next()).isTrue();
    assertThat(reader.opcode()).isEqualTo(Opcode.TEXT);
    assertThat(reader.is(bytes("{\"result\":1}"))).isTrue();
    assertThat(reader.contains(bytes("result"))).isTrue();
    assertThat(reader.contains(bytes("error"))).isFalse();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void manyFramesMayComeAtOnceAndTheLastInPart() throws Exception {
    // Given
    byte[] last = frame(Opcode.TEXT, bytes("second"));
    put(bytes(SWITCHING));
    assertThat(reader.upgraded()).isTrue();
    put(frame(Opcode.TEXT, bytes("first")));
    put(frame(Opcode.PING, bytes("")));
    put(last[0], last[1]);

    // When
    assertThat(reader.next()).isTrue();
    assertThat(reader.text()).isEqualTo("first");
    assertThat(reader.next()).isTrue();
    assertThat(reader.opcode()).isEqualTo(Opcode.PING);
    assertThat(reader.next()).isFalse();
    reader.room().put(last, 2, last.length - 2);

    // Then
    assertThat(reader.next()).isTrue();
    assertThat(reader.text()).isEqualTo("second");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 125, 126, 65_535, 65_536})
  void framesMayHaveAnyLength(int length) throws Exception {
    // Given
    put(frame(Opcode.TEXT, new byte[length]));

    // When
    boolean whole = reader.next();

    // Then
    assertThat(whole).isTrue();
    assertThat(reader.length()).isEqualTo(length);
    assertThat(reader.payload().remaining()).isEqualTo(length);
  }

  @Test
  void aRefusalIsAFault() throws Exception {
    // Given
    put(bytes("HTTP/1.1 503 Service Unavailable\r\n\r\n"));

    // When / Then
    assertThatThrownBy(reader::upgraded)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("503");
  }

  @Test
  void aFragmentIsAFault() throws Exception {
    // Given
    put(new byte[] {Opcode.TEXT, 0});

    // When / Then
    assertThatThrownBy(reader::next).isInstanceOf(ProtocolException.class);
  }

  @Test
  void aFrameThatDoesNotFitInIsAFault() throws Exception {
    // Given
    byte[] frame = frame(Opcode.TEXT, new byte[CAPACITY]);
    reader.room().put(frame, 0, CAPACITY);
    assertThat(reader.next()).isFalse();

    // When / Then
    assertThatThrownBy(reader::room).isInstanceOf(ProtocolException.class);
  }

  private void put(byte... bytes) throws ProtocolException {
    reader.room().put(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** As a server sends it: not masked. */
  private static byte[] frame(int opcode, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x80 | opcode);
    if (payload.length < 126) {
      frame.write(payload.length);
    } else {
      int width = payload.length <= 0xFFFF ? 2 : 8;
      frame.write(width == 2 ? 126 : 127);
      for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    frame.writeBytes(payload);
    return frame.toByteArray();
  }
}
