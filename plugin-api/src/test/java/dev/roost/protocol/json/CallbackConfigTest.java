package dev.roost.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.JsonRpcRequest;
import dev.roost.protocol.TaskCallback;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A callback in the configuration of a task, which the reference's closed model refuses. */
class CallbackConfigTest {
  private static final JsonRpcReader OPEN = new JsonRpcReader(50, true, true);
  private static final JsonRpcReader CLOSED = new JsonRpcReader(50, true);
  private static final String FULL =
      """
      {"callback_url": "https://me.example/hook", "callback_events": ["task.completed"],
       "callback_secret": "hidden", "streaming": true}
      """;

  private static JsonRpcRequest read(JsonRpcReader reader, String config) {
    JsonObject payload =
        new JsonObject()
            .put("conversation_id", "c")
            .put("skill_id", "echo")
            .put("input", new JsonObject())
            .put("config", new JsonObject(config));
    JsonObject envelope =
        new JsonObject()
            .put("asap_version", "0.1")
            .put("sender", "urn:asap:agent:a")
            .put("recipient", "urn:asap:agent:b")
            .put("payload_type", "task.request")
            .put("payload", payload);
    JsonObject request =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("method", "asap.send")
            .put("id", 1)
            .put("params", new JsonObject().put("envelope", envelope));
    JsonRpcReader.Incoming incoming = reader.read(Buffer.buffer(request.encode()));
    return ((JsonRpcReader.Incoming.Single) incoming).request();
  }

  private static TaskConfig config(String config) {
    JsonRpcRequest.Send send = (JsonRpcRequest.Send) read(OPEN, config);
    return ((TaskRequest) send.envelope().payload()).config();
  }

  @Test
  void itIsReadWhereThatIsAskedFor() {
    // When
    TaskConfig config = config(FULL);

    // Then
    assertThat(config.streaming()).isTrue();
    assertThat(config.callback())
        .isEqualTo(
            new TaskCallback("https://me.example/hook", List.of("task.completed"), "hidden"));
  }

  @Test
  void itsTextHidesTheSecret() {
    assertThat(config(FULL).toString()).contains("me.example").doesNotContain("hidden");
  }

  @Test
  void withoutEventsAndSecretItIsOneOfEverything() {
    assertThat(config("{\"callback_url\": \"https://me.example\"}").callback())
        .isEqualTo(new TaskCallback("https://me.example", null, null));
  }

  @Test
  void aConfigurationWithoutOneIsAsBefore() {
    assertThat(config("{\"timeout_seconds\": 5}")).isEqualTo(TaskConfig.NONE.withTimeoutSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"callback_events\": [\"task.completed\"]}",
        "{\"callback_secret\": \"hidden\"}",
        "{\"callback_url\": 1}",
        "{\"callback_url\": \"https://me.example\", \"callback_events\": \"task.completed\"}",
        "{\"callback_url\": \"https://me.example\", \"callback_events\": [1]}",
        "{\"callback_url\": \"https://me.example\", \"callback_secret\": {}}",
        "{\"callback_url\": \"https://me.example\", \"callback_other\": 1}"
      })
  void aWrongOneIsRefused(String config) {
    assertThat(read(OPEN, config)).isInstanceOf(JsonRpcRequest.Invalid.class);
  }

  @Test
  void whereItIsNotAskedForItIsAnUnknownKey() {
    // When
    JsonRpcRequest.Invalid refused = (JsonRpcRequest.Invalid) read(CLOSED, FULL);

    // Then
    assertThat(refused.error().toJson().encode())
        .contains("extra_forbidden")
        .contains("callback_url");
  }

  @Test
  void itIsWrittenAsItIsRead() {
    // Given
    TaskRequest task = new TaskRequest("c", null, "s", new JsonObject(), config(FULL));

    // When
    JsonObject written = Codec.writePayload(task).toJsonObject();

    // Then
    assertThat(written.getJsonObject("config")).isEqualTo(new JsonObject(FULL));
  }
}
