package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskCancel;
import dev.roost.protocol.TaskStream;
import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Results in chunks over WebSocket. */
class SocketStreamTest extends SocketFixture {
  /** Reads a stream to its end. */
  private static Future<List<String>> read(EnvelopeStream stream) {
    Promise<List<String>> read = Promise.promise();
    List<String> said = new ArrayList<>();
    stream
        .handler(chunk -> said.add(((TaskStream) chunk.payload()).chunk()))
        .exceptionHandler(read::tryFail)
        .endHandler(end -> read.tryComplete(said))
        .resume();
    return read.future();
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "chunk " + i).toList();
  }

  private static void chunks(TestingSocket socket, JsonObject request, int from, int to) {
    for (int i = from; i <= to; i++) {
      socket.send(TestingSockets.chunk(request, i, i, false));
    }
  }

  private Future<List<String>> streamed() {
    return client.stream(TestingAgent.request()).compose(SocketStreamTest::read);
  }

  @Test
  void theChunksComeInOrderToTheLast() {
    // Given
    peer.will(
        (socket, request) -> {
          chunks(socket, request, 1, 9);
          socket.send(TestingSockets.chunk(request, 10, 10, true));
        });

    // When
    List<String> said = Outcomes.get(streamed());

    // Then
    assertThat(said).isEqualTo(numbers(1, 10));
  }

  @Test
  void whenTheConnectionBreaksItGoesOnBehindTheLastChunk() {
    // Given
    peer.will(
        (socket, request) -> {
          chunks(socket, request, 1, 4);
          socket.send(TestingSockets.chunk(request, 5, 5, false)).onComplete(sent -> socket.cut());
        },
        (socket, request) -> {
          chunks(socket, request, 3, 9);
          socket.send(TestingSockets.chunk(request, 10, 10, true));
        });

    // When
    List<String> said = Outcomes.get(streamed());

    // Then
    assertThat(said).isEqualTo(numbers(1, 10));
    JsonObject again = peer.socket(1).request(0).getJsonObject("params");
    assertThat(again.getLong("from")).isEqualTo(5);
    assertThat(again.getJsonObject("envelope"))
        .isEqualTo(TestingSockets.envelopeJson(peer.socket(0).request(0)));
  }

  @Test
  void chunksWithoutNumbersCannotBeAskedForAgain() {
    // Given
    peer.will(
        (socket, request) ->
            socket
                .send(TestingSockets.chunk(request, 1, 0, false))
                .onComplete(sent -> socket.cut()));

    // When
    Throwable failure = Outcomes.failure(streamed());

    // Then
    assertThat(failure)
        .isInstanceOfSatisfying(
            ConnectionFailedException.class,
            lost -> assertThat(lost.fate()).isEqualTo(Fate.UNKNOWN));
    assertThat(peer.seen()).hasSize(1);
  }

  @Test
  void anAnswerThatIsNoChunkIsRefused() {
    // When
    Throwable failure = Outcomes.failure(streamed());

    // Then
    assertThat(failure)
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining("does not come in chunks");
  }

  @Test
  void anErrorMayComeBeforeTheFirstChunkAndBehindIt() {
    // Given
    JsonObject error = new JsonObject().put("code", -32012).put("message", "no such skill");
    AtomicInteger round = new AtomicInteger();
    peer.will(
        (socket, request) -> {
          if (round.getAndIncrement() == 1) {
            socket.send(TestingSockets.chunk(request, 1, 1, false));
          }
          socket.send(
              new JsonObject()
                  .put("jsonrpc", "2.0")
                  .put("error", error)
                  .put("id", request.getValue("id")));
        });

    // When
    Throwable before = Outcomes.failure(client.stream(TestingAgent.request()));
    Throwable behind = Outcomes.failure(streamed());

    // Then
    assertThat(List.of(before, behind))
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        RemoteErrorException.class,
                        told -> assertThat(told.error().code()).isEqualTo(-32012)));
  }

  @Test
  void whoLeavesCancelsTheTask() {
    // Given
    peer.will(
        (socket, request) -> {
          if (TestingSockets.envelope(request).payload() instanceof TaskCancel) {
            TestingSockets.echo(socket, request);
          } else {
            chunks(socket, request, 1, 2);
          }
        });
    EnvelopeStream stream = Outcomes.get(client.stream(TestingAgent.request()));

    // When
    stream.close();

    // Then
    Envelope cancel = TestingSockets.envelope(peer.socket(0).request(1));
    assertThat(cancel.payload())
        .isInstanceOfSatisfying(
            TaskCancel.class, told -> assertThat(told.taskId()).isEqualTo("task_1"));
    assertThat(cancel.recipient()).isEqualTo(TestingAgent.URN);
  }

  @Test
  void aSlowReaderHoldsTheConnectionBackAndMissesNothing() {
    // Given
    int count = 3_000;
    AtomicInteger sent = new AtomicInteger();
    peer.will((socket, request) -> pour(socket, request, sent, count));
    EnvelopeStream stream = Outcomes.get(client.stream(TestingAgent.request()));
    Outcomes.await(() -> sent.get() > 0 && peer.socket(0).raw().writeQueueFull());

    // When
    int beforeReading = sent.get();
    List<String> said = Outcomes.get(read(stream));

    // Then
    assertThat(beforeReading).isLessThan(count);
    assertThat(said).hasSize(count);
    assertThat(said.get(count - 1)).startsWith("chunk " + count);
  }

  /** As fast as the client takes it. */
  private static void pour(
      TestingSocket socket, JsonObject request, AtomicInteger sent, int count) {
    String tail = " " + "x".repeat(5_000);
    while (sent.get() < count && !socket.raw().writeQueueFull()) {
      int number = sent.incrementAndGet();
      socket.send(TestingSockets.chunk(request, "chunk " + number + tail, number, number == count));
    }
    if (sent.get() < count) {
      socket.raw().drainHandler(drained -> pour(socket, request, sent, count));
    }
  }

  @Test
  void whoNeverReadsIsLeftAndTheConnectionGoesOn() {
    // Given
    client =
        client(builder -> builder.settings(within(LONG, SHORT)).webSocket(sockets(1, 64, 100)));
    peer.will(
        (socket, request) -> {
          if (socket.requests().size() == 1) {
            chunks(socket, request, 1, 2 * SocketStream.MAX_AHEAD);
          } else {
            TestingSockets.echo(socket, request);
          }
        });
    EnvelopeStream stream = Outcomes.get(client.stream(TestingAgent.request()));

    // When
    Envelope other = TestingAgent.request();
    Envelope answer = Outcomes.get(client.send(other));

    // Then
    assertThat(answer.correlationId()).isEqualTo(other.id());
    assertThat(Outcomes.failure(read(stream))).isInstanceOf(AnswerTimeoutException.class);
  }

  @Test
  void whatWasAcknowledgedMayBeginLate() {
    // Given
    client = client(builder -> builder.settings(within(SHORT, LONG)));
    peer.will((socket, request) -> socket.send(TestingSockets.ack(request)));

    // When
    EnvelopeStream stream = Outcomes.get(client.stream(TestingAgent.request()));
    Future<List<String>> read = read(stream);
    peer.socket(0).send(TestingSockets.chunk(peer.socket(0).request(0), 1, 1, true));

    // Then
    assertThat(Outcomes.get(read)).isEqualTo(numbers(1, 1));
  }

  @Test
  void whatWasNotIsTooLate() {
    // Given
    client = client(builder -> builder.settings(within(SHORT, LONG)));
    peer.will(TestingSockets::silence);

    // When
    Throwable failure = Outcomes.failure(client.stream(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(AnswerTimeoutException.class);
  }
}
