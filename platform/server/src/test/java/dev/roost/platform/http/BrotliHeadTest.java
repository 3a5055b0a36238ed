package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrotliHeadTest {
  private static Buffer stream(String bytes) {
    Buffer stream = Buffer.buffer();
    for (String bits : bytes.split(" ")) {
      stream.appendByte((byte) Integer.parseInt(bits, 2));
    }
    return stream;
  }

  /**
   * Three by a foreign encoder, and two by hand with the shortest and a long code of the window.
   */
  @ParameterizedTest
  @CsvSource({
    "00011011 11101110 00000000 00000000 00000100, 239",
    "00011011 11010110 00000100 11111000 00000000, 1239",
    "00011011 11100110 11100100 01000110 00000000, 58599",
    "11000010 00011101 00000000 00000000 00000000, 239",
    "10100001 01110000 00000111 00000000 00000000, 239"
  })
  void theOnlyBlockTellsItsLength(String bytes, int length) {
    // Given
    Buffer stream = stream(bytes);

    // When, Then
    assertThat(BrotliHead.isAtMost(stream, length)).isTrue();
    assertThat(BrotliHead.isAtMost(stream, length - 1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00001011 01110111 00000000 00000000 00000000", // more blocks may follow
        "00111011 00000000 00000000 00000000 00000000", // no data
        "11011011 00000000 00000000 00000000 00000000", // something else than data
        "00011011 11101110 00000000", // not all there
        "11111111 11111111 11111111 11111111 11111111"
      })
  void whatIsNotPlainIsNotBelieved(String bytes) {
    assertThat(BrotliHead.isAtMost(stream(bytes), 65_536)).isFalse();
  }

  @Test
  void aBombIsNotLittle() {
    for (int mebibytes : new int[] {1, 16, 128, 1024}) {
      assertThat(BrotliHead.isAtMost(Buffer.buffer(Bombs.brotli(mebibytes)), 65_536)).isFalse();
    }
  }
}
