package dev.roost.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.protocol.ErrorCode;
import dev.roost.protocol.PayloadType;
import dev.roost.protocol.RpcError;
import dev.roost.protocol.TaskStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScalarVectorsTest {
  private static final JsonObject RULES = Vectors.load("scalar-rules.json");

  private static Stream<Map.Entry<String, Object>> rules(String section) {
    return RULES.getJsonObject(section).stream();
  }

  static Stream<Map.Entry<String, Object>> spellings() {
    return rules("payload_type_normalisation");
  }

  static Stream<Map.Entry<String, Object>> percentages() {
    return rules("percentage");
  }

  static Stream<Map.Entry<String, Object>> versions() {
    return rules("pep440_versions");
  }

  static Stream<Map.Entry<String, Object>> transitions() {
    return rules("task_transitions");
  }

  static Stream<JsonObject> errors() {
    return Vectors.cases("error-objects.json");
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void payloadTypesAreNormalised(Map.Entry<String, Object> rule) {
    assertThat(PayloadType.normalise(rule.getKey())).isEqualTo(rule.getValue());
  }

  @Test
  void allRegisteredPayloadTypesAreKnown() {
    // When
    JsonArray keys = new JsonArray();
    Arrays.stream(PayloadType.values())
        .filter(type -> type != PayloadType.CUSTOM)
        .map(PayloadType::key)
        .sorted()
        .forEach(keys::add);

    // Then
    assertThat(keys).isEqualTo(RULES.getJsonArray("registered_payload_keys"));
  }

  @ParameterizedTest
  @MethodSource("percentages")
  void percentagesAreJudged(Map.Entry<String, Object> rule) {
    assertThat(ManifestShapes.isPercentage(rule.getKey())).isEqualTo(rule.getValue());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void versionsAreJudged(Map.Entry<String, Object> rule) {
    assertThat(ManifestShapes.isPep440(rule.getKey())).isEqualTo(rule.getValue());
  }

  @ParameterizedTest
  @MethodSource("transitions")
  void tasksGoOnlyAllowedWays(Map.Entry<String, Object> rule) {
    TaskStatus from = status(rule.getKey());
    ((JsonObject) rule.getValue())
        .forEach(
            to ->
                assertThat(from.mayBecome(status(to.getKey())))
                    .as(from + " to " + to.getKey())
                    .isEqualTo(to.getValue()));
    assertThat(from.isTerminal())
        .isEqualTo(RULES.getJsonArray("terminal_states").contains(from.wireName()));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorsLookAsTheReferenceWritesThem(JsonObject vector) {
    // Given
    JsonObject expected = vector.getJsonObject("error");
    ErrorCode code = ErrorCode.ofRpcCode(expected.getInteger("code")).orElseThrow();
    JsonObject details = expected.getJsonObject("data").getJsonObject("details");

    // When
    RpcError error = RpcError.of(code, expected.getString("message"), details);

    // Then
    assertThat(error.toJson()).isEqualTo(expected);
    assertThat(RpcError.fromJson(error.toJson())).isEqualTo(error);
  }

  private static TaskStatus status(String wireName) {
    return Arrays.stream(TaskStatus.values())
        .filter(status -> status.wireName().equals(wireName))
        .findFirst()
        .orElseThrow();
  }
}
