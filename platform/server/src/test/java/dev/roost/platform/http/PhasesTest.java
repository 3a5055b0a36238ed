package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long a connection may stay in each phase, with short limits. */
class PhasesTest {
  private static final int LIMIT_MILLIS = 500;
  private static final int PATIENCE_MILLIS = 10_000;

  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.with().phases(LIMIT_MILLIS, LIMIT_MILLIS, LIMIT_MILLIS).start();
    node.post(Requests.echo()); // warm
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @AfterEach
  void nothingIsLeft() {
    TestPlatform.await(() -> node.binding().openConnections() == 0);
    assertThat(node.tasks().size()).isZero();
  }

  private static boolean isClosed(Wire wire) {
    return wire.isClosedWithin(PATIENCE_MILLIS);
  }

  /** Sends one byte after the other until the other side has had enough. */
  private static void drip(Wire wire, String endless) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    do {
      assertThat(System.nanoTime()).as("may go on for ever").isLessThan(deadline);
      wire.send(endless);
    } while (wire.isQuietFor(50));
  }

  /** Keeps a task longer than any limit. */
  private static void outlastEveryLimit(Wire wire) {
    TestPlatform.await(() -> node.gate().size() == 1);
    assertThat(wire.isQuietFor(3 * LIMIT_MILLIS + 1_500)).isTrue();
    node.gate().open();
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() {
    try (Wire wire = node.connect()) {
      assertThat(isClosed(wire)).isTrue();
    }
  }

  @Test
  void aHeadThatDripsIsClosed() {
    try (Wire wire = node.connect()) {
      // When
      wire.send("GET /health HTTP/1.1\r\nX: ");
      drip(wire, "a");

      // Then
      assertThat(isClosed(wire)).isTrue();
    }
  }

  @Test
  void aBodyThatDripsIsToldSoAndClosed() {
    try (Wire wire = node.connect()) {
      // When
      wire.send("POST /asap HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
      drip(wire, " ");

      // Then
      Wire.Answer answer = wire.read();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.header("asap-version")).isEqualTo("2.2");
      assertThat(answer.json().getString("detail")).isEqualTo("Request body arrives too slowly");
      assertThat(isClosed(wire)).isTrue();
    }
  }

  @Test
  void aBodyThatStopsIsToldSoAndClosed() {
    try (Wire wire = node.connect()) {
      // When
      wire.send("POST /asap HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");

      // Then
      assertThat(wire.read().status()).isEqualTo(408);
      assertThat(isClosed(wire)).isTrue();
    }
  }

  @Test
  void whatCameQuicklyDoesNotBuyALongStop() {
    try (Wire wire = node.connect()) {
      // When
      wire.send("POST /asap HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
      wire.send(" ".repeat(500_000));

      // Then
      assertThat(wire.read().status()).isEqualTo(408);
      assertThat(isClosed(wire)).isTrue();
    }
  }

  @Test
  void aBodyAtAGoodPaceMayTakeLongerThanTheGrace() {
    try (Wire wire = node.connect()) {
      // Given
      String request = Requests.echo();
      String piece = " ".repeat(1_024);
      int pieces = 8;

      // When
      wire.send(
          "POST /asap HTTP/1.1\r\nHost: x\r\nContent-Length: "
              + (request.length() + pieces * piece.length())
              + "\r\n\r\n");
      for (int i = 0; i < pieces; i++) {
        wire.send(piece);
        assertThat(wire.isQuietFor(250)).isTrue();
      }
      wire.send(request);

      // Then
      assertThat(wire.read().json().containsKey("result")).isTrue();
    }
  }

  @Test
  void aSlowAnswerIsNotCut() {
    try (Wire wire = node.connect()) {
      // When
      wire.post(Requests.ask(TestNode.TROUBLE, "wait"));
      outlastEveryLimit(wire);

      // Then
      assertThat(wire.read().text()).contains("\"passed\":true");
      assertThat(wire.post(Requests.echo()).read().status()).isEqualTo(200);
    }
  }

  @Test
  void aSlowAnswerBehindAQuickOneIsNotCutEither() {
    try (Wire wire = node.connect()) {
      // When
      wire.post(Requests.echo());
      wire.read();
      wire.post(Requests.ask(TestNode.TROUBLE, "wait"));
      outlastEveryLimit(wire);

      // Then
      assertThat(wire.read().text()).contains("\"passed\":true");
    }
  }

  @Test
  void aSlowAnswerToAPipelinedRequestIsNotCut() {
    try (Wire wire = node.connect()) {
      // When
      wire.send(
          raw(Requests.echo())
              + raw(Requests.ask(TestNode.TROUBLE, "wait"))
              + raw(Requests.echo().replace("req-1", "req-3")));
      wire.read();
      outlastEveryLimit(wire);

      // Then
      assertThat(wire.read().text()).contains("\"passed\":true");
      assertThat(wire.read().json().getString("id")).isEqualTo("req-3");
    }
  }

  private static String raw(String body) {
    return "POST /asap HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() {
    try (Wire wire = node.connect()) {
      // Given
      StringBuilder requests = new StringBuilder(raw(Requests.ask(TestNode.TROUBLE, "wait")));
      for (int i = 0; i < 20; i++) {
        requests.append(raw(Requests.echo().replace("req-1", "pipe-" + i)));
        requests.append("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
      }

      // When
      wire.send(requests.toString());
      TestPlatform.await(() -> node.gate().size() == 1);
      node.gate().open();

      // Then
      assertThat(wire.read().text()).contains("\"passed\":true");
      for (int i = 0; i < 20; i++) {
        assertThat(wire.read().json().getString("id")).isEqualTo("pipe-" + i);
        assertThat(wire.read().text()).isEqualTo("{\"status\":\"ok\"}");
      }
    }
  }

  @Test
  void garbageBehindARequestDoesNotCostItItsAnswer() {
    try (Wire wire = node.connect()) {
      // When
      wire.send(raw(Requests.ask(TestNode.TROUBLE, "wait")) + "\u0001garbage\r\n\r\n");
      outlastEveryLimit(wire);

      // Then
      assertThat(wire.read().text()).contains("\"passed\":true");
      assertThat(wire.read().status()).isEqualTo(400);
      assertThat(isClosed(wire)).isTrue();
    }
  }

  @Test
  void aPauseThatIsTooLongEndsTheConnection() {
    try (Wire wire = node.connect()) {
      // When
      wire.request("GET", "/health", new byte[0]).read();

      // Then
      assertThat(isClosed(wire)).isTrue();
    }
  }

  @Test
  void aSecondHeadMayNotDripEither() {
    try (Wire wire = node.connect()) {
      // Given
      wire.request("GET", "/health", new byte[0]).read();

      // When
      wire.send("GET /health HTTP/1.1\r\nX: ");
      drip(wire, "a");

      // Then
      assertThat(isClosed(wire)).isTrue();
    }
  }

  @Test
  void theRestOfABodyThatWasRefusedMayNotDripEither() {
    try (Wire wire = node.connect()) {
      // Given
      wire.send(
          "POST /asap HTTP/1.1\r\nHost: x\r\nASAP-Version: 99.0\r\nContent-Length: 100000\r\n\r\n");
      assertThat(wire.read().error().getInteger("code")).isEqualTo(-32000);

      // When
      drip(wire, " ");

      // Then
      assertThat(isClosed(wire)).isTrue();
    }
  }

  @Test
  void aClientThatLeavesWhileItsTaskRunsIsForgotten() {
    // Given
    try (Wire wire = node.connect()) {
      wire.post(Requests.ask(TestNode.TROUBLE, "wait"));
      TestPlatform.await(() -> node.gate().size() == 1);
    }

    // When
    TestPlatform.await(() -> node.binding().openConnections() == 0);
    node.gate().open();

    // Then
    TestPlatform.await(() -> node.tasks().size() == 0);
  }
}
