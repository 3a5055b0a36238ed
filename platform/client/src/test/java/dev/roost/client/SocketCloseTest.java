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
}
