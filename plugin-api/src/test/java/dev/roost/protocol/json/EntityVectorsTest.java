package dev.roost.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntityVectorsTest {
  private static final Map<String, Codec<?>> CODECS =
      Map.of(
          "Agent", Codec.AGENT,
          "Conversation", Codec.CONVERSATION,
          "Task", Codec.TASK,
          "Message", Codec.MESSAGE,
          "Artifact", Codec.ARTIFACT,
          "StateSnapshot", Codec.STATE_SNAPSHOT,
          "Manifest", Codec.MANIFEST,
          "Part", Codec.PART);

  record Case(Codec<?> codec, String name, JsonObject vector) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of("entity-cases.json", "manifest-cases.json", "part-cases.json")
        .flatMap(EntityVectorsTest::casesOf);
  }

  private static Stream<Case> casesOf(String file) {
    String model = file.startsWith("manifest") ? "Manifest" : "Part";
    return Vectors.cases(file)
        .map(
            vector -> {
              String of = vector.getString("model", model);
              String input = vector.getJsonObject("input").encode();
              return new Case(CODECS.get(of), of + " " + vector.getString("name", input), vector);
            });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isJudgedAsByTheReference(Case vector) {
    if (vector.vector().getBoolean("valid")) {
      assertAccepted(vector.codec(), vector.vector());
    } else {
      assertRefused(vector.codec(), vector.vector());
    }
  }

  private static <T> void assertAccepted(Codec<T> codec, JsonObject vector) {
    // When
    T value = codec.read(Vectors.text(vector.getValue("input")));

    // Then
    JsonObject expected = vector.getJsonObject("output");
    assertThat(codec.write(value, Profile.FULL).toJsonObject())
        .matches(actual -> Vectors.same(expected, actual), "is " + expected);
    assertThat(codec.read(codec.write(value, Profile.MINIMAL))).isEqualTo(value);
  }

  private static void assertRefused(Codec<?> codec, JsonObject vector) {
    // When
    InvalidMessageException failure =
        catchThrowableOfType(
            InvalidMessageException.class,
            () -> codec.read(Vectors.text(vector.getValue("input"))));

    // Then
    assertThat(failure).isNotNull();
    if (vector.containsKey("errors")) {
      assertThat(Vectors.faults(failure)).isEqualTo(Vectors.expectedFaults(vector));
    } else {
      assertThat(failure.faults().get(0).loc().subList(0, 2)).containsExactly("auth", "schemes");
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(
      strings = {
        "manifest_with_sla.json",
        "manifests/shellclaw-jetson-v1.0.json",
        "manifests/shellclaw-rpi-v1.1.json"
      })
  void publishedManifestsAreRead(String file) {
    // Given
    JsonObject published = Vectors.load(file);

    // When
    JsonObject written =
        Codec.MANIFEST
            .write(Codec.MANIFEST.read(Vectors.text(published)), Profile.MINIMAL)
            .toJsonObject();

    // Then
    assertThat(written.getString("id")).isEqualTo(published.getString("id"));
    assertThat(written.getJsonObject("capabilities").getJsonArray("skills"))
        .isEqualTo(published.getJsonObject("capabilities").getJsonArray("skills"));
  }
}
