package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.AckStatus;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.StateQuery;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Messages that are not acknowledged are sent again. That a message is not is told by another one,
 * which is sent later and has had all its attempts.
 */
class SocketAckTest extends SocketFixture {
  private final Envelope ignored = TestingAgent.request();

  @BeforeEach
  void impatient() {
    client = client(builder -> builder.webSocket(times(LONG, LONG, SHORT)));
  }

  /** What the peer does about all but the message that it ignores. */
  private void about(TestingSockets.Script others) {
    peer.will(
        (socket, request) -> {
          if (!TestingSockets.envelope(request).id().equals(ignored.id())) {
            others.take(socket, request);
          }
        });
  }

  private void ignoredToTheEnd() {
    assertThat(Outcomes.failure(client.send(ignored))).isInstanceOf(AnswerTimeoutException.class);
  }

  @Test
  void aMessageIsSentFourTimesInAll() {
    // Given
    about(TestingSockets::echo);

    // When
    AnswerTimeoutException failure =
        Outcomes.failure(AnswerTimeoutException.class, client.send(ignored));

    // Then
    assertThat(failure.fate()).isEqualTo(Fate.UNKNOWN);
    assertThat(peer.seen(ignored)).hasSize(4);
    assertThat(peer.seen(ignored).stream().distinct()).hasSize(1);
    assertThat(peer.sockets()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void oneThatIsAcknowledgedIsNot(AckStatus status) {
    // Given
    Envelope request = TestingAgent.request();
    about((socket, message) -> socket.send(TestingSockets.ack(message, status)));
    Future<Envelope> answer = client.send(request);

    // When
    ignoredToTheEnd();

    // Then
    assertThat(peer.seen(request)).hasSize(1);
    peer.socket(0).send(TestingSockets.answer(peer.seen(request).get(0)));
    assertThat(Outcomes.get(answer).correlationId()).isEqualTo(request.id());
  }

  @Test
  void whatIsAcknowledgedOnceHoldsForAllThatCarryIt() {
    // Given
    Envelope request = TestingAgent.request();
    about((socket, message) -> socket.send(TestingSockets.ack(message)));
    Future<Envelope> first = client.send(request);
    Future<Envelope> second = client.send(request);

    // When
    ignoredToTheEnd();

    // Then
    assertThat(peer.seen(request)).hasSize(2);
    peer.seen(request).forEach(one -> peer.socket(0).send(TestingSockets.answer(one)));
    assertThat(Outcomes.get(first)).isNotEqualTo(Outcomes.get(second));
  }

  @Test
  void whatIsAnsweredInPartIsAcknowledged() {
    // Given
    Envelope request = TestingAgent.request();
    about((socket, message) -> socket.send(TestingSockets.chunk(message, 1, 0, false)));
    Chunks chunks = Chunks.all(client.stream(request));

    // When
    ignoredToTheEnd();

    // Then
    assertThat(peer.seen(request)).hasSize(1);
    peer.socket(0).send(TestingSockets.chunk(peer.seen(request).get(0), 2, 0, true));
    Outcomes.get(chunks.end());
    assertThat(chunks.texts()).containsExactly("chunk 1", "chunk 2");
  }

  @Test
  void whatWantsNoAcknowledgementNeedsNone() {
    // Given
    Envelope request =
        Envelope.of(TestingAgent.CLIENT, TestingAgent.URN, new StateQuery("task_1", null));
    about(TestingSockets::silence);
    Future<Envelope> answer = client.send(request);

    // When
    ignoredToTheEnd();

    // Then
    assertThat(peer.seen(request)).hasSize(1);
    peer.socket(0).send(TestingSockets.answer(peer.seen(request).get(0)));
    Outcomes.get(answer);
  }

  @Test
  void anAcknowledgementOfSomethingElseIsNone() {
    // Given
    about(TestingSockets::echo);
    JsonObject other = new JsonObject();
    peer.will(
        (socket, request) -> {
          JsonObject renamed = request.copy();
          TestingSockets.envelopeJson(renamed).put("id", "other");
          socket.send(TestingSockets.ack(renamed));
          socket.send(other);
        });

    // When
    ignoredToTheEnd();

    // Then
    assertThat(peer.seen(ignored)).hasSize(4);
  }

  @Test
  void anAnswerToTheFirstOfSeveralIsTaken() {
    // Given
    peer.will(
        (socket, request) -> {
          if (socket.requests().size() == 3) {
            TestingSockets.echo(socket, request);
            TestingSockets.echo(socket, request);
          }
        });

    // When
    Envelope answer = Outcomes.get(client.send(ignored));

    // Then
    assertThat(answer.correlationId()).isEqualTo(ignored.id());
    assertThat(unasked).isEmpty();
  }
}
