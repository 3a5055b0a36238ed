package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Envelope;
import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many connections there are, and what goes over which. */
class SocketPoolTest extends SocketFixture {
  private static List<Envelope> requests(int number) {
    return IntStream.range(0, number).mapToObj(i -> TestingAgent.request()).toList();
  }

  private static List<Future<Envelope>> send(AsapClient client, int number) {
    return requests(number).stream().map(client::send).toList();
  }

  private List<TestingSocket> sockets(String path) {
    return peer.sockets().stream()
        .filter(socket -> socket.raw().path().equals(path + "/asap/ws"))
        .toList();
  }

  @Test
  void whatDoesNotFitGoesOverAnotherConnectionAndTheRestWaits() {
    // Given
    AsapClient client = client(builder -> builder.webSocket(sockets(2, 3, 100)));
    peer.will(TestingSockets::silence);

    // When
    List<Future<Envelope>> answers = send(client, 8);

    // Then
    Outcomes.await(() -> peer.seen().size() == 6);
    assertThat(peer.sockets()).hasSize(2).allMatch(socket -> socket.requests().size() == 3);
    Outcomes.await(() -> allAnswered(answers));
    assertThat(peer.sockets()).hasSize(2);
  }

  /** Answers whatever has come; what is answered twice is left aside. */
  private boolean allAnswered(List<Future<Envelope>> answers) {
    for (TestingSocket socket : peer.sockets()) {
      socket.requests().forEach(request -> socket.send(TestingSockets.answer(request)));
    }
    return answers.stream().allMatch(Future::succeeded);
  }

  @Test
  void tooManyCallsAreNotTaken() {
    // Given
    AsapClient client = client(builder -> builder.webSocket(sockets(1, 1, 2)));
    peer.will(TestingSockets::silence);

    // When
    List<Future<Envelope>> answers = send(client, 3);

    // Then
    Outcomes.await(() -> answers.stream().anyMatch(Future::isComplete));
    Future<Envelope> refused = answers.stream().filter(Future::failed).findFirst().orElseThrow();
    ConnectionFailedException failure = Outcomes.failure(ConnectionFailedException.class, refused);
    assertThat(failure.fate()).isEqualTo(Fate.NOT_TAKEN);
    assertThat(failure).hasCauseInstanceOf(ConnectionPoolTooBusyException.class);
    for (int i = 0; i < 2; i++) {
      peer.socket(0).send(TestingSockets.answer(peer.socket(0).request(i)));
    }
    Outcomes.get(Future.join(answers).otherwiseEmpty());
    assertThat(answers.stream().filter(Future::succeeded)).hasSize(2);
  }

  @Test
  void aConnectionGoesAtItsPace() {
    // Given
    WebSocketSettings slow = sockets(1, 64, 100).withMessagesPerSecond(20);
    AsapClient client = client(builder -> builder.webSocket(slow));

    // When
    List<Future<Envelope>> answers = send(client, 30);

    // Then
    Outcomes.get(Future.all(answers));
    assertThat(peer.seen()).hasSize(30);
    assertThat(peer.sockets()).hasSize(1);
  }

  @Test
  void whatNobodyUsesIsClosed() {
    // Given
    AsapClient client = client(builder -> builder.webSocket(times(LONG, SHORT, LONG)));
    Outcomes.get(client.send(TestingAgent.request()));

    // When
    int goodbye = peer.socket(0).goodbye();

    // Then
    assertThat(goodbye).isEqualTo(1000);
    Outcomes.get(client.send(TestingAgent.request()));
    assertThat(peer.sockets()).hasSize(2);
  }

  @Test
  void butNotTheLastOneOfAClientThatStaysConnected() {
    // Given
    WebSocketSettings short1 = times(LONG, SHORT, LONG);
    WebSocketSettings narrow =
        new WebSocketSettings(
            2, 1, 9, 99, short1.heartbeat(), short1.idle(), short1.ack(), short1.reconnect());
    peer.will(TestingSockets::silence);
    AsapClient kept =
        Outcomes.get(
            client(peer.url() + "/kept", builder -> builder.webSocket(narrow)).connectWs());
    List<Future<Envelope>> answers = send(kept, 2);
    peer.socket(1).request(0);
    peer.socket(0).send(TestingSockets.answer(peer.socket(0).request(0)));
    peer.socket(1).send(TestingSockets.answer(peer.socket(1).request(0)));
    Outcomes.get(Future.all(answers));
    Outcomes.await(() -> sockets("/kept").stream().anyMatch(TestingSocket::isClosed));

    // When
    peer.will(TestingSockets::echo);
    AsapClient other =
        client(peer.url() + "/other", builder -> builder.webSocket(times(LONG, SHORT, LONG)));
    Outcomes.get(other.send(TestingAgent.request()));
    Outcomes.await(() -> sockets("/other").get(0).isClosed());

    // Then
    assertThat(sockets("/kept")).hasSize(2);
    assertThat(sockets("/kept").stream().filter(TestingSocket::isClosed)).hasSize(1);
  }

  @Test
  void whatWaitsGoesOverTheConnectionsThatTherAre() {
    // Given
    RetryPolicy never = RetryPolicy.NEVER;
    AsapClient client = client(builder -> builder.webSocket(sockets(2, 2, 9).withReconnect(never)));
    peer.will(TestingSockets::silence);
    List<Future<Envelope>> answers = send(client, 3);
    peer.socket(1).request(0);
    peer.socket(0).send(TestingSockets.answer(peer.socket(0).request(0)));

    // When
    peer.socket(1).cut();

    // Then
    for (int i = 1; i < 3; i++) {
      peer.socket(0).send(TestingSockets.answer(peer.socket(0).request(i)));
    }
    Outcomes.get(Future.all(answers));
    assertThat(peer.sockets()).hasSize(2);
  }

  @Test
  void whoWantsNoMoreConnectionsIsNotAskedForThemByTheCalls() {
    // Given
    AsapClient client = client(builder -> builder.webSocket(sockets(3, 1, 9)));
    peer.will(TestingSockets::silence);
    Future<Envelope> first = client.send(TestingAgent.request());
    peer.socket(0).request(0);
    TestingSockets.Door no = request -> request.response().setStatusCode(403).end();
    peer.first(no, no, no, no, no, no, no, no, no, no);

    // When
    Future<Envelope> second = client.send(TestingAgent.request());

    // Then
    Outcomes.await(() -> peer.requests().size() > 2);
    peer.socket(0).send(TestingSockets.answer(peer.socket(0).request(0)));
    peer.socket(0).send(TestingSockets.answer(peer.socket(0).request(1)));
    Outcomes.get(Future.all(first, second));
  }

  @Test
  void thoseThatBreakTogetherCountAsOne() {
    // Given
    RetryPolicy twice =
        new RetryPolicy(
            2, java.time.Duration.ofMillis(20), java.time.Duration.ofMillis(20), LONG, true);
    AsapClient client = client(builder -> builder.webSocket(sockets(4, 1, 9).withReconnect(twice)));
    peer.will(
        TestingSockets::silence,
        TestingSockets::silence,
        TestingSockets::silence,
        TestingSockets::silence,
        TestingSockets::echo);
    List<Future<Envelope>> answers = send(client, 4);
    peer.socket(3).request(0);

    // When
    List.copyOf(peer.sockets()).forEach(TestingSocket::cut);

    // Then
    Outcomes.get(Future.all(answers));
  }
}
