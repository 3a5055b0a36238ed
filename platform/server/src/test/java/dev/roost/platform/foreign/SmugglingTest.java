package dev.roost.platform.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.foreign.ForeignProxy.Kind;
import dev.roost.platform.http.HiddenRequest;
import dev.roost.platform.http.Refused;
import dev.roost.platform.http.Requests;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.http.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that two servers could read differently, sent through real proxies that share their
 * connections to the node among all clients. A proxy takes one request of each of its clients, so
 * whatever is hidden in that request and runs was smuggled past the proxy.
 */
@Tag("interop")
class SmugglingTest {
  private static final int VICTIMS = 3;

  private static TestNode node;
  private static HiddenRequest hidden;
  private static final Map<Kind, ForeignProxy> PROXIES = new EnumMap<>(Kind.class);

  @BeforeAll
  static void start() throws IOException {
    node = TestNode.start();
    hidden = HiddenRequest.message(node);
    for (Kind kind : Kind.values()) {
      PROXIES.put(kind, kind.start(node.port()));
    }
  }

  @AfterAll
  static void stop() {
    PROXIES.values().forEach(ForeignProxy::close);
    node.close();
  }

  static Stream<Arguments> attacks() {
    return Stream.of(Kind.values())
        .flatMap(
            kind ->
                Refused.all(Refused.Target.MAIN, hidden).stream()
                    .map(request -> Arguments.of(kind, request)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("attacks")
  void nothingIsSmuggled(Kind proxy, Refused request) {
    // Given
    int before = hidden.executions();

    // When
    String answers = attack(proxy, request);

    // Then
    for (int i = 0; i < VICTIMS; i++) {
      assertOwnAnswer(proxy, "victim-" + i);
    }
    assertThat(answers.split("HTTP/1\\.1 ", -1)).as(answers).hasSizeLessThanOrEqualTo(2);
    assertThat(hidden.executions()).isEqualTo(before);
  }

  /** What comes back until the proxy closes. */
  private static String attack(Kind proxy, Refused request) {
    try (Wire wire = Wire.to(PROXIES.get(proxy).port())) {
      return wire.send(request.text()).rest();
    } catch (UncheckedIOException reset) {
      return "";
    }
  }

  private static void assertOwnAnswer(Kind proxy, String id) {
    try (Wire wire = Wire.to(PROXIES.get(proxy).port())) {
      Wire.Answer answer = wire.post(Requests.echo().replace("req-1", id)).read();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().getString("id")).isEqualTo(id);
      assertThat(answer.json().containsKey("result")).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsHiddenWouldRunIfItWereNot(Kind proxy) {
    // Given
    int before = hidden.executions();
    try (Wire wire = Wire.to(PROXIES.get(proxy).port())) {
      // When
      Wire.Answer answer = wire.send(hidden.toString()).read();

      // Then
      assertThat(answer.json().containsKey("result")).isTrue();
      assertThat(hidden.executions()).isEqualTo(before + 1);
    }
  }

  /** A proxy may open one more while it closes another; twenty clients do not get one each. */
  private static final int FEW = 3;

  @ParameterizedTest
  @EnumSource
  void clientsShareConnectionsToTheNode(Kind proxy) {
    // Given
    assertOwnAnswer(proxy, "first");
    int before = node.openConnections();

    // When
    for (int i = 0; i < 20; i++) {
      assertOwnAnswer(proxy, "next-" + i);
    }

    // Then
    assertThat(node.openConnections()).isLessThanOrEqualTo(before + FEW);
  }
}
