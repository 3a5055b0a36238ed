package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Envelope;
import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

/** The end of a client that speaks WebSocket. */
class SocketCloseTest extends SocketFixture {
  @Test
  void itWaitsForTheAnswerThatIsOwedAndSaysGoodbye() {
    // Given
    peer.will(TestingSockets::silence);
    Future<Envelope> answer = client.send(TestingAgent.request());
    TestingSocket socket = peer.socket(0);
    socket.request(0);

    // When
    Future<Void> closed = client.close();
    socket.send(TestingSockets.answer(socket.request(0)));

    // Then
    assertThat(Outcomes.get(answer).sender()).isEqualTo(TestingAgent.URN);
    assertThat(socket.goodbye()).isEqualTo(SocketEnd.NORMAL);
    Outcomes.get(closed);
    assertThat(peer.sockets()).hasSize(1);
  }

  @Test
  void streamsAreNotWaitedFor() {
    // Given
    peer.will((socket, request) -> socket.send(TestingSockets.chunk(request, 1, 1, false)));
    EnvelopeStream stream = Outcomes.get(client.stream(TestingAgent.request()));
    Promise<Throwable> failure = Promise.promise();
    stream.exceptionHandler(failure::tryComplete).handler(chunk -> {}).resume();

    // When
    Outcomes.get(client.close());

    // Then
    assertThat(Outcomes.get(failure.future())).isInstanceOf(ConnectionFailedException.class);
    assertThat(peer.socket(0).goodbye()).isEqualTo(SocketEnd.NORMAL);
  }

  @Test
  void whatIsNotAnsweredInAWhileFails() {
    // Given
    peer.will(TestingSockets::silence);
    Future<Envelope> answer = client.send(TestingAgent.request());
    peer.socket(0).request(0);

    // When
    Outcomes.get(client.close());

    // Then
    assertThat(Outcomes.failure(answer))
        .isInstanceOfSatisfying(
            ConnectionFailedException.class,
            lost -> assertThat(lost.fate()).isEqualTo(Fate.UNKNOWN));
  }

  @Test
  void twiceIsOnce() {
    // Given
    Outcomes.get(client.connectWs());

    // When
    Future<Void> first = client.close();
    Future<Void> second = client.close();

    // Then
    Outcomes.get(first);
    Outcomes.get(second);
    assertThat(peer.socket(0).goodbye()).isEqualTo(SocketEnd.NORMAL);
    assertThat(Outcomes.failure(client.send(TestingAgent.request())))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aHandshakeThatIsNotAnsweredIsNotWaitedFor() {
    // Given
    peer.first(request -> {});
    Future<AsapClient> connecting = client.connectWs();
    Outcomes.await(() -> peer.requests().size() == 1);

    // When
    Future<Void> closed = client.close();

    // Then
    Outcomes.get(closed);
    assertThat(Outcomes.failure(connecting))
        .isInstanceOfSatisfying(
            ConnectionFailedException.class,
            lost -> assertThat(lost.fate()).isEqualTo(Fate.NOT_TAKEN));
    assertThat(peer.sockets()).isEmpty();
  }

  @Test
  void whoSaysNoGoodbyeIsNotWaitedForLong() {
    // Given
    TestingRawSockets raw = TestingRawSockets.start(vertx);
    raw.will(
        new TestingRawSockets.Script() {
          @Override
          public void take(TestingRawSocket socket, TestingRawSocket.Frame frame) {}

          @Override
          public void left(TestingRawSocket socket) {}
        });
    AsapClient connected = Outcomes.get(client(raw.url(), builder -> builder).connectWs());

    // When
    Outcomes.get(connected.close());

    // Then
    raw.socket(0).ended();
    assertThat(raw.socket(0).frames(TestingRawSocket.CLOSE))
        .extracting(TestingRawSocket.Frame::code)
        .containsExactly(SocketEnd.NORMAL);
  }
}
