package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Envelope;
import dev.roost.spi.Secret;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that end, and what becomes of the calls on them. */
class SocketReconnectTest extends SocketFixture {
  /** Has one token after the other. */
  private static final class Numbered implements TokenProvider {
    private final List<String> refused = new ArrayList<>();
    private final boolean hopeful;

    private Numbered(boolean hopeful) {
      this.hopeful = hopeful;
    }

    @Override
    public Future<Optional<Secret>> token(String baseUrl) {
      return Future.succeededFuture(Optional.of(Secret.of("token-" + refused.size())));
    }

    @Override
    public boolean refused(String baseUrl, Secret token) {
      refused.add(token.reveal());
      return hopeful;
    }
  }

  private static TestingSockets.Script closing(int code) {
    return (socket, request) -> socket.close(code);
  }

  private List<String> shown() {
    return peer.requests().stream().map(request -> request.getHeader("Authorization")).toList();
  }

  @Test
  void whatWasOnItsWayIsSentAgainUnchanged() {
    // Given
    peer.will(TestingSockets::cut, TestingSockets::echo);
    Envelope request = TestingAgent.request();

    // When
    Envelope answer = Outcomes.get(client.send(request));

    // Then
    assertThat(answer.correlationId()).isEqualTo(request.id());
    assertThat(peer.seen(request)).hasSize(2);
    assertThat(peer.seen(request).stream().distinct()).hasSize(1);
    assertThat(peer.sockets()).hasSize(2);
  }

  @Test
  void alsoWhatWasAcknowledged() {
    // Given
    peer.will(
        (socket, request) ->
            socket.send(TestingSockets.ack(request)).onComplete(sent -> socket.cut()),
        TestingSockets::echo);
    Envelope request = TestingAgent.request();

    // When
    Outcomes.get(client.send(request));

    // Then
    assertThat(peer.seen(request)).hasSize(2);
  }

  @Test
  void inTheirOrder() {
    // Given
    peer.will(
        (socket, request) -> {
          if (socket.requests().size() == 10) {
            socket.cut();
          }
        },
        TestingSockets::echo);
    List<Envelope> requests = IntStream.range(0, 10).mapToObj(i -> TestingAgent.request()).toList();

    // When
    Outcomes.get(Future.all(requests.stream().map(client::send).toList()));

    // Then
    assertThat(peer.socket(1).requests()).isEqualTo(peer.socket(0).requests());
  }

  @Test
  void afterEveryGoodbye() {
    // Given
    peer.will(closing(1000), closing(1001), closing(1011), closing(4000), TestingSockets::echo);

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
    assertThat(peer.sockets()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1002, 1003, 1007, 1009})
  void whatMayBeToBlameIsNotSentAgain(int code) {
    // Given
    Envelope taken = TestingAgent.request();
    Envelope blamed = TestingAgent.request();
    peer.will(
        (socket, request) -> {
          if (TestingSockets.envelope(request).id().equals(taken.id())) {
            socket.send(TestingSockets.ack(request));
          } else {
            socket.close(code);
          }
        },
        TestingSockets::echo);
    Future<Envelope> answer = client.send(taken);

    // When
    Throwable failure = Outcomes.failure(client.send(blamed));

    // Then
    assertThat(failure).isInstanceOf(ConnectionFailedException.class);
    assertThat(failure.getCause()).hasMessageContaining(code + " because");
    assertThat(Outcomes.get(answer).correlationId()).isEqualTo(taken.id());
    assertThat(peer.seen(blamed)).hasSize(1);
    assertThat(peer.seen(taken)).hasSize(2);
  }

  @Test
  void whoIsTooFastGetsSlower() {
    // Given
    AsapClient client = client(builder -> builder.webSocket(sockets().withMessagesPerSecond(2)));
    peer.will(
        (socket, request) -> {
          if (socket.requests().size() == 2) {
            socket.close(1008);
          }
        },
        TestingSockets::echo);
    List<Envelope> requests = List.of(TestingAgent.request(), TestingAgent.request());

    // When
    Outcomes.get(Future.all(requests.stream().map(client::send).toList()));

    // Then
    assertThat(requests).allSatisfy(request -> assertThat(peer.seen(request)).hasSize(2));
    assertThat(peer.sockets()).as("each takes one a second now").hasSize(3);
  }

  @Test
  void butNotSlowerThanOneASecond() {
    // Given
    AsapClient client = client(builder -> builder.webSocket(sockets().withMessagesPerSecond(1)));
    peer.will(closing(1008), closing(1008), TestingSockets::echo);

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
  }

  @Test
  void aTokenThatIsRefusedIsReplaced() {
    // Given
    Numbered tokens = new Numbered(true);
    AsapClient client = client(builder -> builder.tokens(tokens));
    peer.will(closing(4401), TestingSockets::echo);

    // When
    Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(shown()).containsExactly("Bearer token-0", "Bearer token-1");
    assertThat(tokens.refused).containsExactly("token-0");
  }

  @Test
  void butNotTwiceInARow() {
    // Given
    AsapClient client = client(builder -> builder.tokens(new Numbered(true)));
    peer.will(closing(4401));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.status()).isEqualTo(401);
    assertThat(failure).hasMessageContaining("because");
    assertThat(failure.fate()).isEqualTo(Fate.ANSWERED);
    assertThat(peer.sockets()).hasSize(2);
  }

  @Test
  void againAfterAConnectionThatWasOfUse() {
    // Given
    AsapClient client = client(builder -> builder.tokens(new Numbered(true)));
    TestingSockets.Script onceThenRefused =
        (socket, request) -> {
          if (socket.requests().size() == 1) {
            TestingSockets.echo(socket, request);
          } else {
            socket.cut();
          }
        };
    peer.will(closing(4401), onceThenRefused, closing(4401), TestingSockets::echo);
    Outcomes.get(client.send(TestingAgent.request()));

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
    assertThat(peer.sockets()).hasSize(4);
  }

  @Test
  void withoutHopeForAnotherTokenItIsLeftAtThat() {
    // Given
    AsapClient client = client(builder -> builder.tokens(new Numbered(false)));
    peer.will(closing(4401));

    // When
    HttpStatusException failure =
        Outcomes.failure(HttpStatusException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.status()).isEqualTo(401);
    assertThat(peer.sockets()).hasSize(1);
  }

  @Test
  void whoShowsNothingHasNothingElseToShow() {
    // Given
    peer.will(closing(4401));

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(HttpStatusException.class);
    assertThat(peer.sockets()).hasSize(1);
  }
}
