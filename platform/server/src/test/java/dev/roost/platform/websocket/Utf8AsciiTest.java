package dev.roost.platform.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ASCII, which is skipped, around other characters, against what the JDK takes for UTF-8. */
class Utf8AsciiTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "seventy", "eight by", "sixteen and more of them", "né€𝄞", "aaaaaaaé"})
  void agreesWhateverByteIsWrong(String text) {
    // Given
    byte[] bytes = (text + "né€𝄞" + text).getBytes(UTF_8);

    for (int at = 0; at < bytes.length; at++) {
      for (int wrong : new int[] {0, 'a', 0x80, 0xBF, 0xC0, 0xC3, 0xE0, 0xED, 0xF0, 0xF5, 0xFF}) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) wrong;

        // When / Then
        assertThat(isUtf8(changed)).as("%x at %d", wrong, at).isEqualTo(jdkTakes(changed));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"né€𝄞", "sixteen and more of them é€𝄞 and sixteen more"})
  void aTextMayComeInTwoPiecesWhereverItIsCut(String text) {
    // Given
    Buffer whole = Buffer.buffer(text);

    for (int cut = 0; cut <= whole.length(); cut++) {
      Utf8Check check = new Utf8Check();

      // When
      boolean taken =
          check.take(whole.getBuffer(0, cut)) && check.take(whole.getBuffer(cut, whole.length()));

      // Then
      assertThat(taken && check.isComplete()).as("cut at %d", cut).isTrue();
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    Utf8Check check = new Utf8Check();
    return check.take(Buffer.buffer(bytes)) && check.isComplete();
  }

  private static boolean jdkTakes(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
