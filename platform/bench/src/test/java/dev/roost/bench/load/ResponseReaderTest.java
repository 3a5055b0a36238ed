package dev.roost.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ResponseReaderTest {
  private static final String RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nASAP-Version: 2.2\r\n\r\n{\"result\":1}";

  private final ResponseReader reader = new ResponseReader();

  @Test
  void aResponseMayComeByteByByte() {
    // Given
    int last = RESPONSE.length() - 1;
    for (int i = 0; i < last; i++) {
      put(RESPONSE.substring(i, i + 1));
      assertThat(reader.isComplete()).isFalse();
    }

    // When
    put(RESPONSE.substring(last));

    // Then
    assertThat(reader.isComplete()).isTrue();
    assertThat(reader.status()).isEqualTo(200);
    assertThat(reader.bodyLength()).isEqualTo(12);
    assertThat(reader.bodyContains("\"result\"".getBytes(ISO_8859_1))).isTrue();
    assertThat(reader.bodyContains("ASAP".getBytes(ISO_8859_1))).isFalse();
  }

  @Test
  void theNextResponseMayHaveAnotherHead() {
    // Given
    put(RESPONSE);
    assertThat(reader.isComplete()).isTrue();

    // When
    reader.clear();
    put("HTTP/1.1 503 Service Unavailable\r\nA: b\r\ncontent-length:  3\r\n\r\nabc");

    // Then
    assertThat(reader.isComplete()).isTrue();
    assertThat(reader.status()).isEqualTo(503);
    assertThat(reader.bodyLength()).isEqualTo(3);
  }

  @Test
  void moreThanAnnouncedIsAFault() {
    // Given
    put(RESPONSE + "x");

    // When / Then
    assertThatThrownBy(reader::isComplete).isInstanceOf(LoadException.class);
  }

  private void put(String text) {
    reader.room().put(text.getBytes(ISO_8859_1));
  }
}
