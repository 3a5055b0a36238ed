package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages and pages over HTTP/2: what HTTP/1.1 can do, this can. */
class Http2Test {
  private static final int MAX_BYTES = 100_000;

  @TempDir private static Path folder;
  private static TestNode node;

  @BeforeAll
  static void start() {
    node =
        TestNode.with()
            .tls(TestCertificate.create().writeTo(folder))
            .maxRequestBytes(MAX_BYTES)
            .start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @AfterEach
  void nothingIsLeft() {
    TestPlatform.await(() -> node.binding().openConnections() == 0);
    TestPlatform.await(() -> node.binding().bodyBudget().held() == 0);
    assertThat(node.tasks().size()).isZero();
  }

  @Test
  void aMessageIsAnswered() {
    try (Http2Wire wire = node.connect2()) {
      // When
      wire.post(1, Requests.echo());

      // Then
      Wire.Answer answer = wire.read(1);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("asap-version")).isEqualTo("2.2");
      assertThat(answer.header("content-type")).isEqualTo("application/json");
      assertThat(answer.json().containsKey("result")).isTrue();
      assertThat(answer.headers()).doesNotContainKeys("connection", "transfer-encoding");
    }
  }

  @Test
  void theServerTellsItsLimits() {
    // When
    try (Http2Wire wire = node.connect2()) {

      // Then
      assertThat(wire.setting(Http2Wire.MAX_STREAMS_SETTING)).isEqualTo(100);
      assertThat(wire.setting(6)).isEqualTo(8_192);
    }
  }

  @Test
  void aBatchAndABodyInPiecesAreAnswered() {
    try (Http2Wire wire = node.connect2()) {
      // Given
      String batch = "[" + Requests.echo() + "," + Requests.echo() + "]";

      // When
      wire.begin(1, Http2Wire.line("POST", "/agents/echo/asap"));
      for (String piece : batch.split("(?<=,)")) {
        wire.data(1, piece, false);
      }
      wire.data(1, "", true);

      // Then
      assertThat(wire.read(1).array()).hasSize(2);
    }
  }

  @Test
  void aCompressedBodyIsAnswered() {
    try (Http2Wire wire = node.connect2()) {
      // When
      wire.postCompressed(1, " ".repeat(90_000) + Requests.echo());

      // Then
      assertThat(wire.read(1).json().containsKey("result")).isTrue();
    }
  }

  @Test
  void aClientMayAskBeforeItSendsABody() {
    try (Http2Wire wire = node.connect2()) {
      // When
      wire.begin(1, Http2Wire.line("POST", "/asap", "expect", "100-continue"));

      // Then
      assertThat(wire.readHead(1)).containsEntry(":status", "100");
      wire.data(1, Requests.echo(), true);
      assertThat(wire.read(1).json().containsKey("result")).isTrue();
    }
  }

  @Test
  void aQuickRequestDoesNotWaitForASlowOne() {
    try (Http2Wire wire = node.connect2()) {
      // Given
      wire.post(1, Requests.ask(TestNode.TROUBLE, "wait"));
      TestPlatform.await(() -> node.gate().size() == 1);

      // When
      wire.post(3, Requests.echo());

      // Then
      assertThat(wire.read(3).json().containsKey("result")).isTrue();
      node.gate().open();
      assertThat(wire.read(1).text()).contains("\"passed\":true");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/.well-known/asap/manifest.json", "/health", "/nowhere"})
  void headIsAnsweredAsGetWithoutTheBody(String path) {
    try (Http2Wire wire = node.connect2()) {
      // Given
      Wire.Answer whole = wire.get(1, path).read(1);

      // When
      wire.frame(
          Http2Wire.HEADERS,
          Http2Wire.END_HEADERS | Http2Wire.END_STREAM,
          3,
          Http2Wire.block(Http2Wire.line("HEAD", path)));

      // Then
      Wire.Answer head = wire.read(3);
      assertThat(head.status()).isEqualTo(whole.status());
      assertThat(head.header("content-length")).isEqualTo(whole.header("content-length"));
      assertThat(whole.body()).isNotEmpty();
      assertThat(head.body()).isEmpty();
    }
  }

  @Test
  void anUnchangedManifestIsNotSentAgain() {
    try (Http2Wire wire = node.connect2()) {
      // Given
      String path = "/.well-known/asap/manifest.json";
      String tag = wire.get(1, path).read(1).header("etag");

      // When
      Wire.Answer again = wire.get(3, path, "if-none-match", tag).read(3);

      // Then
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
    }
  }

  @Test
  void aRefusedRequestEndsAndTheConnectionGoesOn() {
    try (Http2Wire wire = node.connect2()) {
      // When
      wire.begin(1, Http2Wire.line("POST", "/asap", "content-length", "" + (MAX_BYTES + 1)));
      wire.post(3, " ".repeat(MAX_BYTES + 1));
      wire.post(5, Requests.echo(), "content-encoding", "zstd");
      wire.post(7, Requests.echo(), "asap-version", "99.0");
      wire.begin(9, Http2Wire.line("PUT", "/asap")).data(9, "x", true);
      wire.get(11, "/nowhere");

      // Then
      assertThat(wire.read(1).status()).isEqualTo(413);
      assertThat(wire.read(1).headers()).doesNotContainKey("connection");
      assertThat(wire.read(3).status()).isEqualTo(413);
      assertThat(wire.read(5).status()).isEqualTo(415);
      assertThat(wire.read(7).error().getInteger("code")).isEqualTo(-32000);
      assertThat(wire.read(9).status()).isEqualTo(405);
      assertThat(wire.read(11).status()).isEqualTo(404);
      assertThat(wire.post(13, Requests.echo()).read(13).status()).isEqualTo(200);
    }
  }

  @Test
  void headersThatAreTooLongAreRefused() {
    try (Http2Wire wire = node.connect2()) {
      // When
      wire.get(1, "/health", "x", "a".repeat(8_300));

      // Then
      assertThat(wire.read(1).status()).isEqualTo(431);
      assertThat(wire.get(3, "/health").read(3).status()).isEqualTo(200);
    }
  }

  @Test
  void aRequestThatIsTakenBackEndsTheOthersNot() {
    try (Http2Wire wire = node.connect2()) {
      // Given
      wire.begin(1, Http2Wire.line("POST", "/asap")).data(1, "{", false);
      wire.post(3, Requests.ask(TestNode.TROUBLE, "wait"));
      TestPlatform.await(() -> node.gate().size() == 1);

      // When
      wire.reset(1, 8).reset(3, 8);

      // Then
      assertThat(wire.post(5, Requests.echo()).read(5).status()).isEqualTo(200);
      node.gate().open();
    }
  }

  @Test
  void moreThanAHundredAtATimeAreRefusedEvenWhereSettingsAreNotAcknowledged() {
    try (Http2Wire wire = Http2Wire.silent(node.binding().actualPort())) {
      // Given
      wire.withoutAcknowledging().greet();

      // When
      for (int i = 0; i <= 100; i++) {
        wire.begin(2 * i + 1, Http2Wire.line("POST", "/asap"));
      }

      // Then
      int refused = 7;
      assertThat(wire.readReset(201)).isEqualTo(refused);
      for (int i = 0; i < 100; i++) {
        wire.data(2 * i + 1, "1", true);
        assertThat(wire.read(2 * i + 1).status()).isEqualTo(200);
      }
    }
  }
}
