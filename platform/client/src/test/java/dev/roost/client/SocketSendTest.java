package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskStream;
import dev.roost.protocol.json.JsonRpcWriter;
import dev.roost.spi.Outcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages over WebSocket that have one answer. */
class SocketSendTest extends SocketFixture {
  private static TestingSockets.Script saying(String pattern) {
    return (socket, request) ->
        socket.send(
            Buffer.buffer(
                pattern
                    .replace("ID", '"' + request.getString("id") + '"')
                    .replace("ENVELOPE", TestingSockets.envelopeJson(request).encode())));
  }

  @Test
  void aMessageGoesAndItsAnswerComes() {
    // Given
    Envelope request = TestingAgent.request();

    // When
    Envelope answer = Outcomes.get(client.send(request));

    // Then
    assertThat(answer.correlationId()).isEqualTo(request.id());
    assertThat(peer.requests().get(0).path()).isEqualTo("/asap/ws");
    assertThat(peer.requests().get(0).headers().contains("Authorization")).isFalse();
    JsonObject seen = peer.seen().get(0);
    assertThat(seen.getString("method")).isEqualTo("asap.send");
    assertThat(seen.getString("id")).isEqualTo(request.id());
    assertThat(seen.getJsonObject("params").getString("idempotency_key")).isNotBlank();
    assertThat(TestingSockets.envelope(seen).timestamp()).isEqualTo(request.timestamp());
  }

  @Test
  void answersFindTheirRequestsInAnyOrder() {
    // Given
    peer.will(
        (socket, request) -> {
          if (socket.requests().size() == 20) {
            for (int i = 19; i >= 0; i--) {
              socket.send(TestingSockets.answer(socket.requests().get(i)));
            }
          }
        });
    List<Envelope> requests = IntStream.range(0, 20).mapToObj(i -> TestingAgent.request()).toList();

    // When
    List<Envelope> answers =
        Outcomes.get(Future.all(requests.stream().map(client::send).toList())).list();

    // Then
    assertThat(answers.stream().map(Envelope::correlationId).toList())
        .isEqualTo(requests.stream().map(Envelope::id).toList());
    assertThat(peer.sockets()).hasSize(1);
  }

  @Test
  void twoCallsMayCarryTheSameEnvelope() {
    // Given
    peer.will(
        (socket, request) -> {
          socket.send(TestingSockets.ack(request));
          if (socket.requests().size() == 2) {
            socket.requests().forEach(one -> socket.send(TestingSockets.answer(one)));
          }
        });
    Envelope request = TestingAgent.request();
    Future<Envelope> first = client.send(request);

    // When
    Future<Envelope> second = client.send(request);

    // Then
    assertThat(Outcomes.get(first).correlationId()).isEqualTo(request.id());
    assertThat(Outcomes.get(second).correlationId()).isEqualTo(request.id());
    assertThat(peer.seen(request)).extracting(one -> one.getString("id")).doesNotHaveDuplicates();
  }

  @Test
  void anErrorIsTold() {
    // Given
    RpcError error = new RpcError(-32010, "no such task", new JsonObject().put("x", 1));
    peer.will((socket, request) -> socket.send(JsonRpcWriter.error(request.getValue("id"), error)));

    // When
    RemoteErrorException failure =
        Outcomes.failure(RemoteErrorException.class, client.send(TestingAgent.request()));

    // Then
    assertThat(failure.error()).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"result\":{\"envelope\":{}},\"id\":ID}",
        "{\"jsonrpc\":\"2.0\",\"result\":{\"envelope\":7},\"id\":ID}",
        "{\"jsonrpc\":\"2.0\",\"result\":{\"envelope\":null},\"id\":ID}",
        "{\"jsonrpc\":\"2.0\",\"result\":{\"ok\":true},\"id\":ID}",
        "{\"jsonrpc\":\"2.0\",\"result\":[1],\"id\":ID}",
        "{\"id\":ID}",
        "{\"id\":ID,\"method\":7,\"type\":[]}",
        "{\"result\":{\"envelope\":{\"id\":\"x\",\"payload\":{}}},\"id\":ID}",
      })
  void whatIsNoAnswerIsRefused(String text) {
    // Given
    peer.will(saying(text));

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(failure).isInstanceOf(InvalidAnswerException.class);
  }

  @Test
  void anAnswerToSomethingElseIsRefused() {
    // Given
    peer.will(
        (socket, request) -> {
          JsonObject other = request.copy();
          TestingSockets.envelopeJson(other).put("id", "other");
          socket.send(TestingSockets.answer(other));
        });

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(failure)
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining("correlation_id");
  }

  @Test
  void whatIsNoMessageIsLeftAside() {
    // Given
    peer.will(
        (socket, request) -> {
          for (String text :
              List.of(
                  "",
                  "{",
                  "[]",
                  "7",
                  "null",
                  "\"x\"",
                  "{}",
                  "nonsense",
                  "{\"id\":\"other\"}",
                  "{\"error\":{\"code\":-32700},\"id\":null}",
                  "{\"method\":\"asap.ack\"}",
                  "{\"method\":\"asap.ack\",\"params\":{\"envelope\":{}}}",
                  "{\"method\":\"sla.breach\",\"params\":{\"breach\":{}}}",
                  "{\"result\":{\"envelope\":{}},\"id\":null}")) {
            socket.send(Buffer.buffer(text));
          }
          saying("{\"method\":\"asap.ack\",\"params\":{\"envelope\":ENVELOPE}}")
              .take(socket, request);
          TestingSockets.echo(socket, request);
        });

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
    assertThat(unasked).isEmpty();
    assertThat(peer.sockets()).hasSize(1);
  }

  @Test
  void chunksThatNobodyAskedForArePutTogether() {
    // Given
    peer.will(
        (socket, request) -> {
          socket.send(TestingSockets.ack(request));
          socket.send(TestingSockets.chunk(request, "a", 1, false));
          socket.send(TestingSockets.chunk(request, "b", 2, false));
          socket.send(TestingSockets.chunk(request, "c", 3, true));
        });

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    TaskStream whole = (TaskStream) answer.payload();
    assertThat(whole.chunk()).isEqualTo("abc");
    assertThat(whole.last()).isTrue();
  }

  @Test
  void butNotWithoutEnd() {
    // Given
    AsapClient client = client(builder -> builder.settings(within(LONG, LONG, 5_000)));
    peer.will(
        (socket, request) -> {
          for (int i = 0; i < 3; i++) {
            socket.send(TestingSockets.chunk(request, "x".repeat(2_000), i, false));
          }
        });

    // When
    Throwable failure = Outcomes.failure(client.send(TestingAgent.request()));

    // Then
    assertThat(failure)
        .isInstanceOf(InvalidAnswerException.class)
        .hasMessageContaining("longer than 5000 bytes");
  }

  @Test
  void whatCannotBeWrittenFailsAtOnceAndHarmsNobody() {
    // Given
    Envelope request =
        Envelope.of(
            TestingAgent.CLIENT,
            TestingAgent.URN,
            new TaskRequest("conv_1", null, "echo", new JsonObject().put("x", new Object()), null));

    // When
    Throwable failure = Outcomes.failure(client.send(request));

    // Then
    assertThat(failure).isInstanceOf(IllegalArgumentException.class);
    assertThat(Outcomes.failure(client.stream(request)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Outcomes.get(client.send(TestingAgent.request())).sender())
        .isEqualTo(TestingAgent.URN);
  }

  @Test
  void aBatchIsAnsweredOneByOneInItsOrder() {
    // Given
    RpcError error = new RpcError(-32010, "no such task", null);
    peer.will(
        (socket, request) -> {
          List<JsonObject> all = socket.requests();
          if (all.size() == 3) {
            socket.send(TestingSockets.answer(all.get(2)));
            socket.send(JsonRpcWriter.error(all.get(1).getValue("id"), error));
            socket.send(TestingSockets.answer(all.get(0)));
          }
        });
    List<Envelope> requests = IntStream.range(0, 3).mapToObj(i -> TestingAgent.request()).toList();

    // When
    List<Outcome> outcomes = Outcomes.get(client.batch(requests));

    // Then
    assertThat(outcomes.get(1)).isEqualTo(new Outcome.Refused(error));
    assertThat(List.of(outcomes.get(0), outcomes.get(2)))
        .extracting(outcome -> ((Outcome.Answered) outcome).envelope().correlationId())
        .containsExactly(requests.get(0).id(), requests.get(2).id());
  }

  @Test
  void aBatchFailsIfOneOfItsMessagesDoes() {
    // Given
    peer.will(saying("{\"result\":{},\"id\":ID}"));

    // When
    Throwable failure = Outcomes.failure(client.batch(List.of(TestingAgent.request())));

    // Then
    assertThat(failure).isInstanceOf(InvalidAnswerException.class);
  }

  @Test
  void aTaskIsLookedAtByHttp() {
    // Given
    JsonObject task =
        new JsonObject()
            .put("id", "task_1")
            .put("conversation_id", "conv_1")
            .put("status", "working")
            .put("created_at", "2026-01-01T00:00:00Z")
            .put("updated_at", "2026-01-01T00:00:00Z");
    peer.first(
        request ->
            request
                .response()
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("task", task).put("agent", "urn:asap:agent:x").encode()));

    // When
    TaskView view = Outcomes.get(client.task("task_1"));

    // Then
    assertThat(view.task().id()).isEqualTo("task_1");
    assertThat(peer.requests().get(0).uri()).isEqualTo("/asap/tasks/task_1");
    assertThat(peer.sockets()).isEmpty();
  }

  @Test
  void dataInBinaryIsTakenForText() {
    // Given
    peer.will((socket, request) -> socket.raw().writeBinaryMessage(TestingSockets.answer(request)));

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
  }

  @Test
  void aMessageMayComeInFragmentsWithPingsBetween() {
    // Given
    peer.will(
        (socket, request) -> {
          Buffer text = TestingSockets.answer(request);
          socket.raw().writeFrame(WebSocketFrame.textFrame(text.getString(0, 10), false));
          socket.raw().writeFrame(WebSocketFrame.continuationFrame(text.slice(10, 20), false));
          socket.raw().writePing(Buffer.buffer("between"));
          socket.raw().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(), false));
          socket
              .raw()
              .writeFrame(WebSocketFrame.continuationFrame(text.slice(20, text.length()), true));
        });

    // When
    Envelope answer = Outcomes.get(client.send(TestingAgent.request()));

    // Then
    assertThat(answer.sender()).isEqualTo(TestingAgent.URN);
    Outcomes.await(() -> !peer.socket(0).pongs().isEmpty());
    assertThat(peer.socket(0).pongs()).containsExactly(Buffer.buffer("between"));
  }

  @Test
  void aHeartbeatIsAnswered() {
    // Given
    peer.will(
        (socket, request) -> {
          socket.send(new JsonObject().put("type", "ping"));
          TestingSockets.echo(socket, request);
        });

    // When
    Outcomes.get(client.send(TestingAgent.request()));

    // Then
    TestingSocket socket = peer.socket(0);
    Outcomes.await(() -> socket.messages().size() == 2);
    assertThat(socket.messages().get(1)).isEqualTo(new JsonObject().put("type", "pong"));
  }

  @Test
  void anAnswerThatComesTooLateIsLeftAside() {
    // Given
    AsapClient client = client(builder -> builder.settings(within(SHORT, LONG)));
    peer.will((socket, request) -> socket.send(TestingSockets.ack(request)));
    Envelope request = TestingAgent.request();
    Throwable failure = Outcomes.failure(client.send(request));

    // When
    peer.socket(0).send(TestingSockets.answer(peer.seen(request).get(0)));
    peer.socket(0).send(new JsonObject().put("type", "ping"));

    // Then
    assertThat(failure).isInstanceOf(AnswerTimeoutException.class);
    Outcomes.await(() -> peer.socket(0).messages().size() == 2);
    assertThat(unasked).isEmpty();
  }
}
