package dev.roost.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptTest {
  private static String of(String body, String... secrets) {
    return Excerpt.of(503, Buffer.buffer(body), List.of(secrets), 40);
  }

  @Test
  void itIsOneLine() {
    assertThat(of("try\r\n\tlater\u0000\u001b[31m caf\u00e9 \u202e"))
        .isEqualTo("status 503: try later [31m caf\u00e9");
  }

  @Test
  void withoutABodyItIsTheStatus() {
    assertThat(of(" \n")).isEqualTo("status 503");
  }

  @Test
  void itTellsNoSecretThatCameBack() {
    assertThat(of("you sent Bearer abcdef", "Bearer abcdef", ""))
        .isEqualTo("status 503: you sent ***");
  }

  @Test
  void itIsBounded() {
    assertThat(of("x".repeat(100))).isEqualTo("status 503: " + "x".repeat(40));
  }

  @Test
  void halfACharacterIsLeftOut() {
    Buffer half = Buffer.buffer("caf\u00e9").slice(0, 4);

    assertThat(Excerpt.of(500, half, List.of(), 40)).isEqualTo("status 500: caf");
  }
}
