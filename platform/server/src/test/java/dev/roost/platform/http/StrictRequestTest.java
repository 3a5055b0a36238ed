package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that two servers could read differently, each with a second one hidden behind it. */
class StrictRequestTest {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final Refused.Target MAIN = Refused.Target.MAIN;
  private static final String CHUNKED = MAIN.chunked("");

  private static TestNode node;
  private static HiddenRequest hidden;

  @BeforeAll
  static void start() {
    node = TestNode.start();
    hidden = HiddenRequest.message(node);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  static List<Refused> refusedRequests() {
    return Refused.all(MAIN, hidden);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedRequests")
  void isRefusedWithAllThatFollows(Refused request) {
    // Given
    int before = hidden.executions();
    try (Wire wire = node.connect()) {
      // When
      wire.send(request.text());

      // Then
      assertRefused(wire, request.status());
    }
    assertThat(hidden.executions()).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedRequests")
  void isRefusedIfNothingFollowsToo(Refused request) {
    try (Wire wire = node.connect()) {
      // When
      wire.send(request.own());

      // Then
      assertRefused(wire, request.status());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedRequests")
  void isRefusedByteByByteToo(Refused request) {
    // Given
    int before = hidden.executions();
    try (Wire wire = node.connect()) {
      // When
      for (char c : request.text().toCharArray()) {
        wire.send(String.valueOf(c));
      }

      // Then
      assertRefused(wire, request.status());
    }
    assertThat(hidden.executions()).isEqualTo(before);
  }

  private static void assertRefused(Wire wire, int status) {
    Wire.Answer answer = wire.read();
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("asap-version")).isEqualTo("2.2");
    assertThat(answer.header("connection")).isEqualTo("close");
    assertThat(answer.json().fieldNames()).containsExactly("detail");
    assertThat(wire.take(1)).as("a second answer").isEmpty();
    assertThat(wire.isClosedWithin(PATIENCE_MILLIS)).isTrue();
  }

  static Stream<Arguments> goodRequests() {
    String body = Requests.echo();
    String length = "Content-Length: " + body.length() + "\r\n";
    String half = Integer.toHexString(body.length() / 2);
    String rest = Integer.toHexString(body.length() - body.length() / 2);
    String first = body.substring(0, body.length() / 2);
    String second = body.substring(body.length() / 2);
    String chunks = half + "\r\n" + first + "\r\n" + rest + "\r\n" + second + "\r\n0\r\n\r\n";
    String extended =
        "00000000"
            + half
            + ";"
            + "e=\"a; b\";".repeat(100)
            + "f\r\n"
            + first
            + "\r\n"
            + rest.toUpperCase(Locale.ROOT)
            + " ; x\r\n"
            + second
            + "\r\n0;last\r\nX: t\r\nY: u\r\n\r\n";
    return Stream.of(
        arguments("GET", MAIN.get("Host: x\r\n")),
        arguments("host and port", MAIN.get("Host: a.b-c:8080\r\n")),
        arguments("IPv6", MAIN.get("Host: [::1]:80\r\n")),
        arguments("POST", MAIN.post(length) + body),
        arguments("chunks", CHUNKED + chunks),
        arguments("CHUNKED", MAIN.post("TRANSFER-ENCODING: Chunked\r\n") + chunks),
        arguments("extensions and trailers", CHUNKED + extended),
        arguments(
            "letter case",
            "POST /asap HTTP/1.1\r\nhOST: x\r\nCONTENT-length: "
                + body.length()
                + "\r\n\r\n"
                + body),
        arguments("trailing spaces", MAIN.post(length.strip() + "  \t\r\nX: y  \r\nZ:\r\n") + body),
        arguments("empty lines before", "\r\n\r\n" + MAIN.get("Host: x\r\n")),
        arguments(
            "spaces in a body",
            MAIN.post("Content-Length: " + (body.length() + 6) + "\r\n") + "\r\n \r\n " + body),
        arguments("query", "GET /health?a=%20&b=* HTTP/1.1\r\nHost: x\r\n\r\n"),
        arguments(
            "HTTP/1.0",
            "POST /asap HTTP/1.0\r\nConnection: keep-alive\r\n" + length + "\r\n" + body));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goodRequests")
  void isAnsweredAndWhatFollowsToo(String name, String request) {
    try (Wire wire = node.connect()) {
      // When
      wire.send(request + request + hidden);

      // Then
      assertAnswered(wire, 3);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goodRequests")
  void isAnsweredByteByByteToo(String name, String request) {
    try (Wire wire = node.connect()) {
      // When
      for (char c : request.toCharArray()) {
        wire.send(String.valueOf(c));
      }
      wire.send(hidden.toString());

      // Then
      assertAnswered(wire, 2);
    }
  }

  private static void assertAnswered(Wire wire, int answers) {
    for (int i = 0; i < answers; i++) {
      Wire.Answer answer = wire.read();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).doesNotContain("\"error\"");
    }
  }

  @Test
  void whatWasAskedBeforeIsAnswered() {
    try (Wire wire = node.connect()) {
      // When
      wire.send(hidden + MAIN.get("Host: a\r\nHost: b\r\n") + hidden);

      // Then
      assertThat(wire.read().json().containsKey("result")).isTrue();
      assertRefused(wire, 400);
    }
  }
}
