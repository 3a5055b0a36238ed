package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiecesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8_192, 16_383, 16_384, 16_385, 40_000, 100_000})
  void theyBecomeWhatTheyWere(int size) {
    // Given
    byte[] body = new byte[100_000];
    new Random(size).nextBytes(body);
    Pieces pieces = new Pieces();
    for (int at = 0; at < body.length; at += size) {
      pieces.add(Buffer.buffer(body).getBuffer(at, Math.min(at + size, body.length)));
    }

    // When
    Buffer whole = pieces.join();

    // Then
    assertThat(whole.getBytes()).isEqualTo(body);
    assertThat(pieces.length()).isZero();
    assertThat(pieces.join().length()).isZero();
  }

  @Test
  void onePieceIsNotCopied() {
    // Given
    Buffer body = Buffer.buffer("all of it");
    Pieces pieces = new Pieces();
    pieces.add(Buffer.buffer());
    pieces.add(body);

    // When
    Buffer whole = pieces.join();

    // Then
    assertThat(whole).isSameAs(body);
  }
}
