package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a connection of HTTP/2 and its streams may stay in each phase, with short limits. */
class Http2PhasesTest {
  private static final int HEAD_MILLIS = 1_500;
  private static final int LIMIT_MILLIS = 500;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int NO_ERROR = 0;
  private static final int CANCEL = 8;

  @TempDir private static Path folder;
  private static TestNode node;

  @BeforeAll
  static void start() {
    node =
        TestNode.with()
            .tls(TestCertificate.create().writeTo(folder))
            .phases(HEAD_MILLIS, LIMIT_MILLIS, LIMIT_MILLIS)
            .start();
    warm();
  }

  /** The first handshake loads half of the runtime, and may take longer than it should. */
  private static void warm() {
    for (int i = 0; i < 10; i++) {
      try {
        node.post(Requests.echo());
        return;
      } catch (UncheckedIOException late) {
        // once more
      }
    }
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

  /** Does something again and again until the other side has had enough. */
  private static void drip(Http2Wire wire, Runnable drop) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    try {
      while (!wire.isClosedWithin(50)) {
        assertThat(System.nanoTime()).as("may go on for ever").isLessThan(deadline);
        drop.run();
      }
    } catch (UncheckedIOException closed) {
      assertThat(wire.isClosedWithin(PATIENCE_MILLIS)).isTrue();
    }
  }

  private static void ping(Http2Wire wire) {
    wire.frame(Http2Wire.PING, 0, 0, new byte[8]);
  }

  @Test
  void aClientThatDoesNotShakeHandsIsClosed() {
    try (Wire wire = Wire.to(node.binding().actualPort())) {
      // Given
      TestPlatform.await(() -> node.binding().openConnections() == 1);

      // When / Then
      assertThat(wire.isClosedWithin(PATIENCE_MILLIS)).isTrue();
    }
  }

  @Test
  void aHandshakeThatDripsIsClosed() {
    try (Wire wire = Wire.to(node.binding().actualPort())) {
      // Given
      byte[] hello = {22, 3, 1, 2, 0};
      wire.send(hello);

      // When
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      do {
        assertThat(System.nanoTime()).as("may go on for ever").isLessThan(deadline);
        wire.send(new byte[1]);
      } while (wire.isQuietFor(50));

      // Then
      assertThat(wire.isClosedWithin(PATIENCE_MILLIS)).isTrue();
    }
  }

  @Test
  void aClientThatDoesNotGreetIsCountedAndClosed() {
    try (Http2Wire wire = Http2Wire.silent(node.binding().actualPort())) {
      // Given
      assertThat(node.binding().openConnections()).isEqualTo(1);

      // When / Then
      assertThat(wire.isClosedWithin(PATIENCE_MILLIS)).isTrue();
    }
  }

  @Test
  void aGreetingThatDripsIsClosed() {
    try (Http2Wire wire = Http2Wire.silent(node.binding().actualPort())) {
      // Given
      wire.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      wire.write(new byte[] {0, 0x30, 0, 4, 0, 0, 0, 0, 0});

      // When / Then
      drip(wire, () -> wire.write(new byte[1]));
    }
  }

  @Test
  void aClientThatAsksForNothingIsClosed() {
    try (Http2Wire wire = node.connect2()) {
      // When / Then
      assertThat(wire.readGoAway()).isEqualTo(NO_ERROR);
      assertThat(wire.isClosedWithin(PATIENCE_MILLIS)).isTrue();
    }
  }

  @Test
  void pingsAreNoReasonToStay() {
    try (Http2Wire wire = node.connect2()) {
      // Given
      wire.get(1, "/health").read(1);

      // When / Then
      drip(wire, () -> ping(wire));
      assertThat(wire.readGoAway()).isEqualTo(NO_ERROR);
    }
  }

  @Test
  void aHeadThatDripsIsClosed() {
    try (Http2Wire wire = node.connect2()) {
      // Given
      wire.write(new byte[] {0, 0x10, 0, 1, 5, 0, 0, 0, 1});

      // When / Then
      drip(wire, () -> wire.write(new byte[1]));
    }
  }

  @Test
  void requestsAtAGoodPaceMayComeForEver() {
    try (Http2Wire wire = node.connect2()) {
      for (int stream = 1; stream < 40; stream += 2) {
        // When
        int status = wire.get(stream, "/health").read(stream).status();

        // Then
        assertThat(status).isEqualTo(200);
        assertThat(wire.isClosedWithin(200)).isFalse();
      }
    }
  }

  @Test
  void aBodyThatDripsIsToldSoAndTheOtherStreamsGoOn() {
    try (Http2Wire wire = node.connect2()) {
      // Given
      wire.post(1, Requests.ask(TestNode.TROUBLE, "wait"));
      TestPlatform.await(() -> node.gate().size() == 1);

      // When
      wire.begin(3, Http2Wire.line("POST", "/asap"));
      while (wire.isQuietFor(3, 50)) {
        wire.data(3, " ", false);
      }

      // Then
      assertThat(wire.read(3).status()).isEqualTo(408);
      assertThat(wire.read(3).json().getString("detail"))
          .isEqualTo("Request body arrives too slowly");
      assertThat(wire.readReset(3)).isEqualTo(NO_ERROR);
      node.gate().open();
      assertThat(wire.read(1).text()).contains("\"passed\":true");
    }
  }

  @Test
  void aBodyThatStopsIsToldSo() {
    try (Http2Wire wire = node.connect2()) {
      // When
      wire.begin(1, Http2Wire.line("POST", "/asap")).data(1, " ".repeat(50_000), false);

      // Then
      assertThat(wire.read(1).status()).isEqualTo(408);
      assertThat(wire.readReset(1)).isEqualTo(NO_ERROR);
    }
  }

  @Test
  void aBodyAtAGoodPaceMayTakeLongerThanTheGrace() {
    try (Http2Wire wire = node.connect2()) {
      // When
      wire.begin(1, Http2Wire.line("POST", "/asap"));
      for (int i = 0; i < 8; i++) {
        wire.data(1, " ".repeat(1_024), false);
        assertThat(wire.isQuietFor(1, 250)).isTrue();
      }
      wire.data(1, Requests.echo(), true);

      // Then
      assertThat(wire.read(1).json().containsKey("result")).isTrue();
    }
  }

  @Test
  void theRestOfABodyThatNobodyReadsIsNotWaitedFor() {
    try (Http2Wire wire = node.connect2()) {
      // When
      wire.begin(1, Http2Wire.line("POST", "/nowhere"));

      // Then
      assertThat(wire.read(1).status()).isEqualTo(404);
      assertThat(wire.readReset(1)).isEqualTo(NO_ERROR);
    }
  }

  @Test
  void aSlowAnswerIsNotCut() {
    try (Http2Wire wire = node.connect2()) {
      // When
      wire.post(1, Requests.ask(TestNode.TROUBLE, "wait"));
      TestPlatform.await(() -> node.gate().size() == 1);
      assertThat(wire.isQuietFor(1, 3 * LIMIT_MILLIS + 1_500)).isTrue();
      node.gate().open();

      // Then
      assertThat(wire.read(1).text()).contains("\"passed\":true");
      assertThat(wire.post(3, Requests.echo()).read(3).status()).isEqualTo(200);
    }
  }

  /** Echoes so many bytes. */
  private static String large(int bytes) {
    JsonObject envelope = Requests.envelope(TestNode.ECHO, "echo");
    envelope.getJsonObject("payload").getJsonObject("input").put("text", "x".repeat(bytes));
    return Requests.around(envelope).encode();
  }

  @Test
  void anAnswerThatIsNotTakenIsCutAndTheOtherStreamsGoOn() {
    try (Http2Wire wire = node.connect2().withoutTaking()) {
      // Given
      wire.makeRoom(0, 1_000_000);
      wire.post(1, Requests.ask(TestNode.TROUBLE, "wait"));
      TestPlatform.await(() -> node.gate().size() == 1);

      // When
      wire.postCompressed(3, large(200_000));

      // Then
      assertThat(wire.readReset(3)).isEqualTo(CANCEL);
      assertThat(wire.received(3)).isEqualTo(65_535);
      node.gate().open();
      assertThat(wire.read(1).text()).contains("\"passed\":true");
    }
  }

  @Test
  void anAnswerForWhichThereIsNoRoomFromTheBeginningIsCutToo() {
    try (Http2Wire wire = Http2Wire.silent(node.binding().actualPort()).withoutTaking()) {
      // Given
      wire.greet(Http2Wire.WINDOW_SETTING, 0);

      // When
      wire.postCompressed(1, large(200_000));

      // Then
      assertThat(wire.readHead(1)).containsEntry(":status", "200");
      assertThat(wire.readReset(1)).isEqualTo(CANCEL);
      assertThat(wire.received(1)).isZero();
    }
  }

  @Test
  void aLargeAnswerMayTakeLongerThanAPause() throws Exception {
    try (Http2Wire wire = node.connect2().withoutTaking()) {
      // Given
      wire.postCompressed(1, large(300_000));

      // When
      for (int i = 0; i < 15; i++) {
        TimeUnit.MILLISECONDS.sleep(200);
        wire.makeRoom(0, 10_000).makeRoom(1, 10_000);
      }
      wire.makeRoom(0, 300_000).makeRoom(1, 300_000);

      // Then
      assertThat(wire.read(1).body().length).isGreaterThan(300_000);
    }
  }

  /** A ping is answered, so that there is ever more to take. */
  private static boolean isOpenAfterPing(Http2Wire wire) {
    try {
      ping(wire);
      return node.binding().openConnections() > 0;
    } catch (UncheckedIOException closed) {
      return false;
    }
  }

  @Test
  void aClientThatReadsNothingAtAllIsClosed() {
    try (Http2Wire wire = Http2Wire.narrow(node.binding().actualPort()).greet()) {
      // Given
      wire.makeRoom(0, 100_000_000);

      // When
      for (int stream = 1; stream < 8; stream += 2) {
        wire.postCompressed(stream, large(9_000_000)).makeRoom(stream, 10_000_000);
      }

      // Then
      TestPlatform.await(() -> node.binding().bodyBudget().held() > 9_000_000);
      TestPlatform.await(() -> !isOpenAfterPing(wire));
    }
  }

  @Test
  void aClientThatLeavesWhileItsTaskRunsIsForgotten() {
    // Given
    try (Http2Wire wire = node.connect2()) {
      wire.post(1, Requests.ask(TestNode.TROUBLE, "wait"));
      TestPlatform.await(() -> node.gate().size() == 1);
    }

    // When
    TestPlatform.await(() -> node.binding().openConnections() == 0);
    node.gate().open();

    // Then
    TestPlatform.await(() -> node.tasks().size() == 0);
  }
}
