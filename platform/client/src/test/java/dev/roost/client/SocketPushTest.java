package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What a peer sends of its own accord. */
class SocketPushTest extends SocketFixture {
  private final Envelope update =
      TestingAgent.asOnTheWire(
          Envelope.of(
              TestingAgent.URN,
              TestingAgent.CLIENT,
              new TaskUpdate("task_1", UpdateType.PROGRESS, TaskStatus.WORKING, null, null)));

  private Buffer push() {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("result", new JsonObject().put("envelope", TestingSockets.json(update)))
        .putNull("id")
        .toBuffer();
  }

  @Test
  void itIsGivenToTheProgram() {
    // Given
    Outcomes.get(client.connectWs());

    // When
    peer.socket(0).send(push());
    peer.socket(0).send(push());

    // Then
    Outcomes.await(() -> unasked.size() == 2);
    assertThat(unasked).containsOnly(update);
  }

  @Test
  void theProgramMayAnswerAtOnceAndFailAtIt() {
    // Given
    Promise<Envelope> answer = Promise.promise();
    AsapClient[] self = new AsapClient[1];
    self[0] =
        client(
            builder ->
                builder
                    .webSocket(sockets(1, 1, 1))
                    .onMessage(
                        message ->
                            self[0]
                                .send(TestingAgent.request())
                                .onComplete(
                                    done -> {
                                      answer.complete(done.result(), done.cause());
                                      throw new IllegalStateException("after the answer");
                                    })));
    Outcomes.get(self[0].connectWs());

    // When
    peer.socket(0).send(push());

    // Then
    assertThat(Outcomes.get(answer.future()).sender()).isEqualTo(TestingAgent.URN);
    Future<Envelope> next = self[0].send(TestingAgent.request());
    assertThat(Outcomes.get(next).sender()).isEqualTo(TestingAgent.URN);
    assertThat(peer.sockets()).hasSize(1);
    assertThat(thrown).extracting(Throwable::getMessage).containsExactly("after the answer");
    thrown.clear();
  }
}
