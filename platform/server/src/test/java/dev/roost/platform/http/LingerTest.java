package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.roost.platform.plugin.TestPlatform;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that are refused while they are still sending, and read the answer when they are done.
 */
class LingerTest {
  private static final byte[] MUCH = new byte[8 * 1024 * 1024];

  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.with().maxRequestBytes(1024 * 1024).start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** Each for both ports. */
  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("two hosts", 400, "POST %s HTTP/1.1\r\nHost: localhost\r\nHost: y\r\n\r\n"),
        arguments("a version", 505, "POST %s HTTP/1.2\r\nHost: localhost\r\n\r\n"),
        arguments("no request line", 400, "nonsense\r\n\r\n"),
        arguments("a long line", 414, "GET %s?" + "a".repeat(5_000) + " HTTP/1.1\r\n"),
        arguments("long headers", 431, post("X: " + "a".repeat(9_000))),
        arguments("a bad size", 400, post("Transfer-Encoding: chunked") + "+3\r\n"),
        arguments("a long chunk", 400, post("Transfer-Encoding: chunked") + "3\r\nabcde\r\n"),
        arguments("a long body", 413, post("Content-Length: 8388608")),
        arguments("a coding", 415, post("Content-Encoding: x\r\nContent-Length: 50000")));
  }

  private static String post(String headers) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void theAnswerArrives(String what, int status, String request) {
    try (Wire wire = node.connect()) {
      // When
      wire.send(request.replace("%s", "/asap")).send(MUCH);

      // Then
      assertOnlyAnswer(wire, status);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void theAnswerOfTheManagementPortArrivesToo(String what, int status, String request) {
    try (Wire wire = Wire.to(node.managementPort())) {
      // When
      wire.send(request.replace("%s", "/api/calls")).send(MUCH);

      // Then
      assertOnlyAnswer(wire, status);
    }
  }

  private static void assertOnlyAnswer(Wire wire, int status) {
    Wire.Answer answer = wire.read();
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("connection")).isEqualTo("close");
    assertThat(wire.take(1)).as("a second answer").isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void theAnswerDoesNotWaitForTheRest(String what, int status, String request) {
    try (Wire wire = node.connect()) {
      // When
      wire.send(request.replace("%s", "/asap"));
      Wire.Answer answer = wire.read();
      wire.send(MUCH);

      // Then
      assertThat(answer.status()).isEqualTo(status);
      assertThat(wire.take(1)).as("a second answer").isEmpty();
    }
  }

  @Test
  void theConnectionEndsEvenIfTheClientDoesNotEndIt() {
    try (Wire wire = node.connect()) {
      // Given
      wire.send("GET /health HTTP/1.1\r\n\r\n");
      assertOnlyAnswer(wire, 400);

      // When, Then
      TestPlatform.await(() -> node.binding().openConnections() == 0);
    }
  }
}
