package dev.roost.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.http.HiddenRequest;
import dev.roost.platform.http.Refused;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The management port is as strict as the main port. */
class StrictManagementTest {
  private static final int PATIENCE_MILLIS = 10_000;

  private static TestNode node;
  private static HiddenRequest hidden;

  @BeforeAll
  static void start() {
    node = TestNode.start();
    hidden = HiddenRequest.operatorCall(node);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  static List<Refused> refusedRequests() {
    return Refused.all(Refused.Target.MANAGEMENT, hidden);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedRequests")
  void isRefusedWithAllThatFollows(Refused request) {
    // Given
    int before = hidden.executions();
    try (Wire wire = Wire.to(node.managementPort())) {
      // When
      wire.send(request.text());

      // Then
      Wire.Answer answer = wire.read();
      assertThat(answer.status()).isEqualTo(request.status());
      assertThat(answer.json().fieldNames()).containsExactly("detail");
      assertThat(wire.isClosedWithin(PATIENCE_MILLIS)).isTrue();
    }
    assertThat(hidden.executions()).isEqualTo(before);
  }

  @Test
  void whatIsHiddenWouldRunIfItWereNot() {
    // Given
    int before = hidden.executions();
    try (Wire wire = Wire.to(node.managementPort())) {
      // When
      Wire.Answer answer = wire.send(hidden.toString()).read();

      // Then
      assertThat(answer.json().containsKey("envelope")).isTrue();
      assertThat(hidden.executions()).isEqualTo(before + 1);
    }
  }
}
