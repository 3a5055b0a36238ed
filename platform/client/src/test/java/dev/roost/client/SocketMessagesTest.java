package dev.roost.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.Envelope;
import dev.roost.protocol.MessageSend;
import dev.roost.protocol.Payload;
import dev.roost.protocol.Role;
import dev.roost.protocol.StateQuery;
import dev.roost.protocol.StateRestore;
import dev.roost.protocol.TaskCancel;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskStatus;
import dev.roost.protocol.TaskUpdate;
import dev.roost.protocol.UpdateType;
import dev.roost.protocol.json.Codec;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What messages say over WebSocket of their own accord. */
class SocketMessagesTest extends SocketFixture {
  private static Envelope envelope(Payload payload) {
    return Envelope.of(TestingAgent.CLIENT, TestingAgent.URN, payload);
  }

  private static Envelope task(TaskConfig config) {
    return envelope(new TaskRequest("conv_1", null, "echo", new JsonObject(), config));
  }

  private static TaskConfig config(Boolean streaming) {
    return new TaskConfig(7L, null, "order-18", streaming, null, "m", 0.5);
  }

  private JsonObject seenConfig() {
    return TestingSockets.envelopeJson(peer.socket(0).request(0))
        .getJsonObject("payload")
        .getJsonObject("config");
  }

  static Stream<Arguments> payloads() {
    return Stream.of(
        Arguments.of(new TaskRequest("conv_1", null, "echo", new JsonObject(), null), true),
        Arguments.of(new TaskCancel("task_1", null), true),
        Arguments.of(new StateRestore("task_1", "snap_1"), true),
        Arguments.of(new MessageSend("task_1", "m_1", "somebody", Role.USER, List.of()), true),
        Arguments.of(new StateQuery("task_1", null), false),
        Arguments.of(
            new TaskUpdate("task_1", UpdateType.PROGRESS, TaskStatus.WORKING, null, null), false));
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void whatDoesSomethingWantsToBeAcknowledged(Payload payload, boolean expected) {
    // When
    Outcomes.get(client.send(envelope(payload)));

    // Then
    assertThat(TestingSockets.envelope(peer.socket(0).request(0)).requiresAck())
        .isEqualTo(expected);
  }

  @Test
  void soDoesWhatSaysSoItself() {
    // Given
    Envelope quiet = envelope(new StateQuery("task_1", null));
    JsonObject asking = TestingSockets.json(quiet).put("requires_ack", true);

    // When
    Outcomes.get(client.send(Codec.ENVELOPE.read(asking.toBuffer())));

    // Then
    assertThat(TestingSockets.envelope(peer.socket(0).request(0)).requiresAck()).isTrue();
  }

  @Test
  void aMessageThatIsSentWantsItsAnswerWhole() {
    // When
    Outcomes.get(client.send(task(null)));

    // Then
    assertThat(seenConfig().getValue("streaming")).isEqualTo(false);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false", ", false"})
  void unlessTheProgramSaysOtherwise(Boolean wanted, boolean expected) {
    // When
    Outcomes.get(client.send(task(config(wanted))));

    // Then
    assertThat(seenConfig())
        .isEqualTo(
            new JsonObject()
                .put("timeout_seconds", 7)
                .put("idempotency_key", "order-18")
                .put("streaming", expected)
                .put("model", "m")
                .put("temperature", 0.5));
  }

  @ParameterizedTest
  @CsvSource({"true", "false", ","})
  void whatIsStreamedIsStreamedWhateverItSays(Boolean wanted) {
    // Given
    peer.will((socket, request) -> socket.send(TestingSockets.chunk(request, 1, 1, true)));

    // When
    Chunks chunks = Chunks.all(client.stream(task(config(wanted))));

    // Then
    Outcomes.get(chunks.end());
    assertThat(seenConfig().getValue("streaming")).isEqualTo(true);
  }

  @Test
  void whatIsNoTaskIsStreamedAsItIs() {
    // Given
    peer.will((socket, request) -> socket.send(TestingSockets.chunk(request, 1, 1, true)));
    Envelope query = envelope(new StateQuery("task_1", null));

    // When
    Chunks chunks = Chunks.all(client.stream(query));

    // Then
    Outcomes.get(chunks.end());
    assertThat(seenConfig()).isNull();
  }
}
