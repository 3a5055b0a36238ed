package dev.roost.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class BusCodecsTest {
  private static final AgentUrn ECHO = AgentUrn.of("urn:asap:agent:echo");
  private static final Envelope ENVELOPE =
      Envelope.of(
          AgentUrn.of("urn:asap:agent:client"),
          ECHO,
          new TaskRequest("conv_1", null, "run", new JsonObject().put("é", 1), null));

  @Test
  void carriesAnAssignmentAsBytes() {
    // Given
    Assignment assignment = new Assignment("task_1", ENVELOPE, 1_700_000_000_123L, 2);

    // When
    Assignment read = throughTheWire(BusCodecs.assignment(), assignment);

    // Then
    assertThat(read.taskId()).isEqualTo("task_1");
    assertThat(read.deadlineMillis()).isEqualTo(1_700_000_000_123L);
    assertThat(read.attempt()).isEqualTo(2);
    assertThat(read.envelope().id()).isEqualTo(ENVELOPE.id());
    assertThat(read.envelope().payload()).isEqualTo(ENVELOPE.payload());
  }

  @Test
  void carriesAnEnvelopeAsBytes() {
    // When
    Envelope read = throughTheWire(BusCodecs.envelope(), ENVELOPE);

    // Then
    assertThat(read.id()).isEqualTo(ENVELOPE.id());
    assertThat(read.payload()).isEqualTo(ENVELOPE.payload());
  }

  @Test
  void handsOverTheSameObjectInsideANode() {
    assertThat(BusCodecs.envelope().transform(ENVELOPE)).isSameAs(ENVELOPE);
  }

  private static <T> T throughTheWire(MessageCodec<T, T> codec, T value) {
    Buffer wire = Buffer.buffer("before");
    codec.encodeToWire(wire, value);
    return codec.decodeFromWire("before".length(), wire.appendString("after"));
  }
}
