package dev.roost.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.brotli.dec.BrotliInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredBrotliTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2048, 65_535, 65_536, 65_537, 300_000})
  void isReadByADecoder(int size) throws IOException {
    // Given
    byte[] text = new byte[size];
    new Random(size).nextBytes(text);

    // When
    byte[] packed = StoredBrotli.pack(text);

    // Then
    try (BrotliInputStream unpacked = new BrotliInputStream(new ByteArrayInputStream(packed))) {
      assertThat(unpacked.readAllBytes()).isEqualTo(text);
    }
  }
}
