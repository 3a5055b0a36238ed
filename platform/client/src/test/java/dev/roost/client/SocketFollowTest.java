package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.Payload;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskStream;
import dev.roost.spi.EnvelopeStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks that are followed over WebSocket. */
class SocketFollowTest extends SocketFixture {
  private static Future<List<Long>> read(EnvelopeStream stream) {
    Promise<List<Long>> read = Promise.promise();
    List<Long> numbers = new ArrayList<>();
    stream
        .handler(event -> numbers.add(event.extensions().getLong("sequence")))
        .exceptionHandler(read::tryFail)
        .endHandler(end -> read.tryComplete(numbers))
        .resume();
    return read.future();
  }

  private static void subscribed(TestingSocket socket, JsonObject request) {
    socket.send(
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("result", new JsonObject().put("subscribed", true))
            .put("id", request.getValue("id")));
  }

  private static void event(TestingSocket socket, String taskId, long sequence, Payload payload) {
    Envelope event =
        Envelope.of(TestingAgent.URN, TestingAgent.CLIENT, payload)
            .withCorrelationId("request")
            .withExtensions(new JsonObject().put("task_id", taskId).put("sequence", sequence));
    socket.send(TestingSockets.result(null, event));
  }

  private static TaskStream chunk() {
    return new TaskStream("word", null, false, TaskStatus.WORKING);
  }

  private static TaskResponse last() {
    return new TaskResponse("task_1", TaskStatus.COMPLETED, new JsonObject(), null, null);
  }

  @Test
  void itsEventsComeToTheLast() {
    // Given
    peer.will(
        (socket, request) -> {
          subscribed(socket, request);
          event(socket, "task_1", 3, chunk());
          event(socket, "task_2", 1, chunk());
          event(socket, "task_1", 4, last());
        });

    // When
    List<Long> numbers = Outcomes.get(client.follow("task_1", 2).compose(SocketFollowTest::read));

    // Then
    assertThat(numbers).containsExactly(3L, 4L);
    JsonObject request = peer.socket(0).request(0);
    assertThat(request.getString("method")).isEqualTo("task.subscribe");
    assertThat(request.getJsonObject("params"))
        .isEqualTo(new JsonObject().put("task_id", "task_1").put("from", 2));
    assertThat(unasked).hasSize(1);
  }

  @Test
  void aTaskMayBeNamedByItsRequest() {
    // Given
    peer.will(
        (socket, request) -> {
          subscribed(socket, request);
          event(socket, "task_1", 1, last());
        });

    // When
    List<Long> numbers = Outcomes.get(client.follow("request").compose(SocketFollowTest::read));

    // Then
    assertThat(numbers).containsExactly(1L);
  }

  @Test
  void anotherConnectionGoesOnBehindTheLastEvent() {
    // Given
    peer.will(
        (socket, request) -> {
          subscribed(socket, request);
          event(socket, "task_1", 1, chunk());
          event(socket, "task_1", 2, chunk());
          socket.raw().writePing(Buffer.buffer()).onComplete(s -> socket.cut());
        },
        (socket, request) -> {
          subscribed(socket, request);
          event(socket, "task_1", 3, last());
        });

    // When
    List<Long> numbers = Outcomes.get(client.follow("task_1").compose(SocketFollowTest::read));

    // Then
    assertThat(numbers).containsExactly(1L, 2L, 3L);
    assertThat(peer.socket(1).request(0).getJsonObject("params").getLong("from")).isEqualTo(2);
  }

  @Test
  void whoLeavesSaysSo() {
    // Given
    peer.will(SocketFollowTest::subscribed);
    EnvelopeStream stream = Outcomes.get(client.follow("task_1"));

    // When
    stream.close();

    // Then
    JsonObject request = peer.socket(0).request(1);
    assertThat(request.getString("method")).isEqualTo("task.unsubscribe");
    assertThat(TestingSockets.taskId(request)).isEqualTo("task_1");
  }

  @Test
  void severalFollowOneTask() {
    // Given
    peer.will(SocketFollowTest::subscribed);
    Future<List<Long>> early = client.follow("task_1", 1).compose(SocketFollowTest::read);
    peer.socket(0).request(0);
    Future<List<Long>> late = client.follow("task_1", 5).compose(SocketFollowTest::read);
    JsonObject second = peer.socket(0).request(1);

    // When
    event(peer.socket(0), "task_1", 6, chunk());
    event(peer.socket(0), "task_1", 7, last());

    // Then
    assertThat(second.getJsonObject("params").getLong("from")).isEqualTo(1);
    assertThat(Outcomes.get(early)).containsExactly(6L, 7L);
    assertThat(Outcomes.get(late)).containsExactly(6L, 7L);
  }

  @Test
  void aTaskThatIsNotThereIsAnError() {
    // Given
    peer.will(
        (socket, request) ->
            socket.send(
                new JsonObject()
                    .put("jsonrpc", "2.0")
                    .put("error", new JsonObject().put("code", -32010).put("message", "not found"))
                    .put("id", request.getValue("id"))));

    // When
    RemoteErrorException failure =
        Outcomes.failure(RemoteErrorException.class, client.follow("task_1"));

    // Then
    assertThat(failure.error().code()).isEqualTo(-32010);
  }

  @Test
  void whoIsNotAnsweredGivesUp() {
    // Given
    client = client(builder -> builder.settings(within(SHORT, LONG)));
    peer.will(TestingSockets::silence);

    // When
    Throwable failure = Outcomes.failure(client.follow("task_1"));

    // Then
    assertThat(failure).isInstanceOf(AnswerTimeoutException.class);
  }

  @Test
  void whatAPeerSendsOfItsOwnAccordHarmsNobody() {
    // Given
    client =
        client(
            builder ->
                builder.onMessage(
                    message -> {
                      throw new IllegalStateException("no use for it");
                    }));
    peer.will(
        (socket, request) -> {
          event(socket, "task_9", 1, chunk());
          TestingSockets.echo(socket, request);
        });

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
    assertThat(peer.sockets()).hasSize(1);
  }
}
