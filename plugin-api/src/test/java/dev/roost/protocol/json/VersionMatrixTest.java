package dev.roost.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.AckStatus;
import dev.roost.protocol.AgentUrn;
import dev.roost.protocol.Capability;
import dev.roost.protocol.Envelope;
import dev.roost.protocol.Manifest;
import dev.roost.protocol.MessageAck;
import dev.roost.protocol.Skill;
import dev.roost.protocol.TaskConfig;
import dev.roost.protocol.TaskRequest;
import dev.roost.protocol.TaskResponse;
import dev.roost.protocol.TaskStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we write is accepted by every release of the protocol: it has no shape that one refuses. */
class VersionMatrixTest {
  private static final AgentUrn AGENT = AgentUrn.of("urn:asap:agent:a");
  private static final Set<String> CONFIG_KEYS =
      Set.of(
          "timeout_seconds",
          "priority",
          "idempotency_key",
          "streaming",
          "persist_state",
          "model",
          "temperature");

  /** For each shape that some release refuses: whether a text of ours has it. */
  private static final Map<String, Predicate<JsonObject>> SHAPES =
      Map.ofEntries(
          Map.entry("requires_ack:false present", json -> isFalse(json.getValue("requires_ack"))),
          Map.entry("manifest ttl_seconds", json -> json.containsKey("ttl_seconds")),
          Map.entry("manifest supported_versions", json -> json.containsKey("supported_versions")),
          Map.entry("manifest sla null", json -> isNull(json, "sla")),
          Map.entry("manifest verification null", json -> isNull(json, "verification")),
          Map.entry(
              "capabilities.hardware null",
              json ->
                  json.getValue("capabilities") instanceof JsonObject capabilities
                      && (isNull(capabilities, "hardware") || isNull(capabilities, "inference"))),
          Map.entry(
              "config unknown key",
              json ->
                  payload(json).getValue("config") instanceof JsonObject config
                      && !CONFIG_KEYS.containsAll(config.fieldNames())),
          Map.entry(
              "TaskResponse no correlation",
              json ->
                  "task.response".equals(json.getString("payload_type"))
                      && json.getString("correlation_id", "").isEmpty()),
          Map.entry(
              "TaskResponse CamelCase no correlation",
              json ->
                  "TaskResponse".equals(json.getString("payload_type"))
                      && json.getString("correlation_id", "").isEmpty()),
          Map.entry(
              "bad payload skill missing",
              json ->
                  "task.request".equals(json.getString("payload_type"))
                      && !payload(json).containsKey("skill_id")),
          Map.entry(
              "auth oauth2 scheme",
              json ->
                  json.getValue("auth") instanceof JsonObject auth
                      && !auth.getJsonArray("schemes").stream()
                          .allMatch(List.of("bearer", "basic")::contains)),
          Map.entry(
              "PEP440 snapshot",
              json ->
                  json.containsKey("endpoints") && json.getString("version").contains("SNAPSHOT")));

  private static boolean isFalse(Object value) {
    return Boolean.FALSE.equals(value);
  }

  private static boolean isNull(JsonObject json, String key) {
    return json.containsKey(key) && json.getValue(key) == null;
  }

  private static JsonObject payload(JsonObject json) {
    return json.getJsonObject("payload", new JsonObject());
  }

  static Stream<JsonObject> emitted() {
    TaskConfig config = new TaskConfig(5L, "high", "key", true, false, "m", 0.5);
    Envelope request =
        Envelope.of(AGENT, AGENT, new TaskRequest("c", null, "s", new JsonObject(), config));
    Envelope bare =
        Envelope.of(AGENT, AGENT, new TaskRequest("c", null, "s", new JsonObject(), null));
    Manifest manifest =
        Manifest.of(
            AGENT,
            "n",
            "1.0.0",
            "d",
            new Capability("0.1", List.of(Skill.of("s", "d")), false, true, List.of(), null, null),
            new Manifest.Endpoint("http://localhost/asap", null));
    return Stream.of(
            Codec.ENVELOPE.write(request),
            Codec.ENVELOPE.write(bare),
            Codec.ENVELOPE.write(
                request.reply(AGENT, TaskResponse.completed("task_1", new JsonObject()))),
            Codec.ENVELOPE.write(request.reply(AGENT, new TaskStream("text", 0.5, false, null))),
            Codec.ENVELOPE.write(
                request.reply(AGENT, new MessageAck("e", AckStatus.RECEIVED, null))),
            Codec.MANIFEST.write(manifest),
            Codec.MANIFEST.write(
                manifest
                    .withTtlSeconds(300)
                    .withAuth(new Manifest.AuthScheme(List.of("bearer"), null))))
        .map(Buffer::toJsonObject);
  }

  @ParameterizedTest
  @MethodSource("emitted")
  void noReleaseRefusesWhatWeWrite(JsonObject json) {
    SHAPES.forEach((shape, isIn) -> assertThat(isIn.test(json)).as(shape + ": " + json).isFalse());
  }

  @ParameterizedTest
  @MethodSource("emitted")
  void nothingIsWrittenAsNull(JsonObject json) {
    assertThat(json.encode()).doesNotContain(":null");
  }

  @Test
  void everyShapeThatSomeReleaseRefusesIsLookedFor() {
    // Given
    JsonObject accepted = Vectors.load("version-matrix.json").getJsonObject("accepted");

    // When
    Set<String> refusedSomewhere =
        accepted.stream()
            .filter(
                shape ->
                    ((JsonObject) shape.getValue())
                        .stream().anyMatch(release -> isFalse(release.getValue())))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());

    // Then
    assertThat(SHAPES.keySet()).isEqualTo(refusedSomewhere);
  }
}
