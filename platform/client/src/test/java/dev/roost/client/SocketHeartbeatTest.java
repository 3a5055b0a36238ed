package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.client.TestingRawSocket.Frame;
import dev.roost.protocol.Envelope;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether the peer is there. */
class SocketHeartbeatTest extends SocketFixture {
  private TestingRawSockets raw;

  @BeforeEach
  void startRaw() {
    raw = TestingRawSockets.start(vertx);
    client =
        client(raw.url(), builder -> builder.webSocket(times(Duration.ofMillis(100), LONG, LONG)));
  }

  private static void ponging(TestingRawSocket socket, Frame frame) {
    if (frame.opcode() == TestingRawSocket.PING) {
      socket.write(TestingRawSocket.frame(0x8a, frame.payload()));
    }
  }

  @Test
  void whoSaysNothingIsGivenUp() {
    // Given
    raw.will((socket, frame) -> {}, TestingRawSockets::echo);
    Envelope request = TestingAgent.request();

    // When
    Envelope answer = Outcomes.get(client.send(request));

    // Then
    assertThat(answer.correlationId()).isEqualTo(request.id());
    raw.socket(0).ended();
    assertThat(raw.socket(0).frames(TestingRawSocket.PING)).hasSize(2).allMatch(Frame::masked);
  }

  @Test
  void alsoIfNobodyWaits() {
    // When
    Outcomes.get(client.connectWs());

    // Then
    raw.socket(0).ended();
    raw.socket(1).ended();
  }

  @Test
  void aPongShowsThatThePeerIsThere() {
    // Given
    raw.will(SocketHeartbeatTest::ponging);

    // When
    Future<Envelope> answer = client.send(TestingAgent.request());

    // Then
    Outcomes.await(
        () ->
            raw.sockets().stream()
                .anyMatch(socket -> socket.frames(TestingRawSocket.PING).size() > 4));
    raw.sockets()
        .forEach(
            socket ->
                socket
                    .frames(TestingRawSocket.TEXT)
                    .forEach(frame -> socket.text(TestingSockets.answer(frame.json()))));
    Outcomes.get(answer);
  }

  @Test
  void soDoesEverythingElse() {
    // Given
    raw.will(
        (socket, frame) -> {
          if (frame.opcode() == TestingRawSocket.PING) {
            socket.text(io.vertx.core.buffer.Buffer.buffer("{}"));
          }
        });

    // When
    Outcomes.get(client.connectWs());

    // Then
    Outcomes.await(
        () ->
            raw.sockets().stream()
                .anyMatch(socket -> socket.frames(TestingRawSocket.PING).size() > 4));
  }
}
