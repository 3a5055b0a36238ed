package dev.roost.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roost.protocol.Envelope;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeVectorsTest {
  /** Where we differ from the reference on purpose: it takes a URN with a newline at its end. */
  private static final Set<String> REFUSED_BY_US = Set.of("sender 'urn:asap:agent:a\\n'");

  /**
   * The reference tries each model in turn and reports a fault for each; we report the one there
   * is.
   */
  private static final Set<String> ONE_FAULT_IS_ENOUGH = Set.of("null-payload", "payload-is-list");

  static Stream<Named> accepted() {
    return cases(true);
  }

  static Stream<Named> refused() {
    return cases(false);
  }

  private static Stream<Named> cases(boolean valid) {
    return Vectors.cases("envelope-cases.json")
        .map(vector -> new Named(vector.getString("name"), vector))
        .filter(named -> accepts(named) == valid);
  }

  private static boolean accepts(Named named) {
    return named.vector().getBoolean("valid") && !REFUSED_BY_US.contains(named.name());
  }

  record Named(String name, JsonObject vector) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void isRead(Named named) {
    // Given
    JsonObject expected = expectedOutput(named);

    // When
    Envelope envelope = Codec.ENVELOPE.read(Vectors.text(named.vector().getValue("input")));

    // Then
    JsonObject written = Codec.ENVELOPE.write(envelope, Profile.FULL).toJsonObject();
    if ("<generated>".equals(expected.getValue("id"))) {
      assertThat(envelope.id()).hasSize(26);
      assertThat(envelope.timestamp()).isNull();
      expected.put("id", envelope.id()).putNull("timestamp");
    }
    assertThat(written).matches(actual -> Vectors.same(expected, actual), "is " + expected);
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void isReadWhateverTheOrderOfItsKeys(Named named) {
    // Given
    JsonObject input = named.vector().getJsonObject("input");
    Envelope inOrder = Codec.ENVELOPE.read(Vectors.text(input));

    // When
    Envelope reversed = Codec.ENVELOPE.read(Vectors.text(reversed(input)));

    // Then
    assertThat(reversed.payload()).isEqualTo(inOrder.payload());
    assertThat(reversed.timestamp()).isEqualTo(inOrder.timestamp());
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void survivesTheWayThroughTheMinimalProfile(Named named) {
    // Given
    Envelope envelope = Codec.ENVELOPE.read(Vectors.text(named.vector().getValue("input")));

    // When
    Envelope again = Codec.ENVELOPE.read(Codec.ENVELOPE.write(envelope, Profile.MINIMAL));

    // Then
    assertThat(again).isEqualTo(envelope);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedWithTheFaults(Named named) {
    // Given
    JsonObject input = named.vector().getJsonObject("input");

    // When
    InvalidMessageException failure =
        catchThrowableOfType(
            InvalidMessageException.class, () -> Codec.ENVELOPE.read(Vectors.text(input)));

    // Then
    assertFaults(named, failure);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedWithTheFaultsWhateverTheOrderOfItsKeys(Named named) {
    // Given
    JsonObject reversed = reversed(named.vector().getJsonObject("input"));

    // When
    InvalidMessageException failure =
        catchThrowableOfType(
            InvalidMessageException.class, () -> Codec.ENVELOPE.read(Vectors.text(reversed)));

    // Then
    assertFaults(named, failure);
  }

  private static void assertFaults(Named named, InvalidMessageException failure) {
    assertThat(failure).isNotNull();
    if (REFUSED_BY_US.contains(named.name())) {
      assertThat(failure.faults()).hasSize(1);
      assertThat(failure.faults().get(0).loc()).isEqualTo(List.of("sender"));
    } else if (ONE_FAULT_IS_ENOUGH.contains(named.name())) {
      assertThat(failure.faults()).hasSize(1);
      assertThat(failure.faults().get(0).loc()).isEqualTo(List.of("payload"));
    } else if (named.vector().containsKey("raised")) {
      assertThat(failure.faults()).hasSize(1); // an internal error of the reference
    } else {
      assertThat(Vectors.faults(failure)).isEqualTo(Vectors.expectedFaults(named.vector()));
    }
  }

  private static JsonObject expectedOutput(Named named) {
    JsonObject expected = named.vector().getJsonObject("output").copy();
    if (named.name().contains("union coercion quirk")) {
      // the reference takes a free object for a payload that it happens to fit; we leave it alone
      expected.put("payload", named.vector().getJsonObject("input").getJsonObject("payload"));
    }
    return expected;
  }

  private static JsonObject reversed(JsonObject input) {
    List<String> keys = new ArrayList<>(input.fieldNames());
    Collections.reverse(keys);
    JsonObject reversed = new JsonObject();
    keys.forEach(key -> reversed.put(key, input.getValue(key)));
    return reversed;
  }
}
