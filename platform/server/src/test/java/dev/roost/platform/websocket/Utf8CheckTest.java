package dev.roost.platform.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is UTF-8, whichever way it is cut. The JDK's decoder knows. */
class Utf8CheckTest {
  /** The bytes at which something begins or ends. */
  private static final int[] EDGES = {
    0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
    0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  private static final int ALL_UP_TO = 0x10FFF;
  private static final int SOME_BEYOND = 61;

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Cut in two pieces. */
  private static boolean isTaken(byte[] bytes, int cut) {
    Buffer whole = Buffer.buffer(bytes);
    Utf8Check check = new Utf8Check();
    return check.take(whole.slice(0, cut))
        && check.take(whole.slice(cut, bytes.length))
        && check.isComplete();
  }

  @Test
  void charactersAreTakenInAnyTwoPieces() {
    // Given
    List<String> characters =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(point -> point <= ALL_UP_TO || point % SOME_BEYOND == 0)
            .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
            .mapToObj(Character::toString)
            .toList();

    // When
    List<String> refused =
        characters.stream()
            .filter(
                text -> {
                  byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                  return !IntStream.rangeClosed(0, bytes.length)
                      .allMatch(cut -> isTaken(bytes, cut));
                })
            .toList();

    // Then
    assertThat(refused).isEmpty();
  }

  @Test
  void bytesAreTakenIfTheJdkDecodesThem() {
    // Given
    Random random = new Random(20_261_124);

    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(6)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = (byte) EDGES[random.nextInt(EDGES.length)];
      }

      // When
      boolean taken = isTaken(bytes, random.nextInt(bytes.length + 1));

      // Then
      assertThat(taken).as(Buffer.buffer(bytes).toJson().toString()).isEqualTo(isUtf8(bytes));
    }
  }

  @Test
  void whatCannotBecomeUtf8IsRefusedAtOnce() {
    // Given
    Utf8Check check = new Utf8Check();

    // When
    boolean taken = check.take(Buffer.buffer(new byte[] {(byte) 0xED, (byte) 0xA0}));

    // Then
    assertThat(taken).as("a surrogate, before its last byte").isFalse();
  }
}
