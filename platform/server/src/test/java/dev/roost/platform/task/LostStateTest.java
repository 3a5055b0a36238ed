package dev.roost.platform.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.state.MemoryBackend;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.AsapException;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.TaskRequest;
import dev.roost.spi.IdempotencyStore.Key;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A database that cannot take a key. */
class LostStateTest {
  private static final AgentUrn AGENT = AgentUrn.of("urn:asap:agent:a");

  @Test
  void theCallerIsToldToTryAgainAndNoCallIsLeft() {
    // Given
    MemoryBackend backend = new MemoryBackend(Duration.ofHours(1));
    LiveTasks tasks = new LiveTasks("node1", TestTasks.settings(10), backend);
    TaskRequest asked = new TaskRequest("c", null, "s", new JsonObject(), null);
    LiveTask call = tasks.accept(Envelope.of(AGENT, AGENT, asked), AGENT, "me", Long.MAX_VALUE);
    backend.close();

    // When
    Throwable failure =
        new IdempotentCalls(backend.idempotency(), tasks)
            .take(Optional.of(new Key("me", "key")), call)
            .cause();

    // Then
    assertThat(failure).isInstanceOf(AsapException.class);
    JsonObject error = ((AsapException) failure).error().toJson();
    assertThat(error.getInteger("code")).isEqualTo(-32032);
    assertThat(error.getJsonObject("data").getBoolean("recoverable")).isTrue();
    assertThat(error.getJsonObject("data").getInteger("retry_after_ms")).isPositive();
    assertThat(tasks.size()).isZero();
  }
}
