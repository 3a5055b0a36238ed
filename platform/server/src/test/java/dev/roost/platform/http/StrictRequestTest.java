package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.UncheckedIOException;
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
  private static final String POST = "POST /asap HTTP/1.1\r\nHost: x\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start();
    node.post(Requests.echo()); // warm
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String hidden() {
    String body = Requests.echo();
    return POST + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  /** Of all messages that an agent was given. */
  private static double executions() {
    return node.get("/asap/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("asap_handler_executions_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String get(String headers) {
    return "GET /health HTTP/1.1\r\n" + headers + "\r\n";
  }

  private static String post(String headers) {
    return POST + headers + "\r\n";
  }

  static Stream<Arguments> refusedRequests() {
    return Stream.of(framing(), hosts(), lines(), folds(), chunks(), others())
        .flatMap(List::stream);
  }

  private static List<Arguments> framing() {
    return List.of(
        arguments(
            "H1 CL.TE",
            400,
            post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n"),
        arguments(
            "H1 TE.CL",
            400,
            post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "0\r\n\r\n"),
        arguments(
            "H1 and no chunks",
            400,
            post("Content-Length: 5\r\nTransfer-Encoding: identity\r\n") + "01234"),
        arguments(
            "H1 in HTTP/1.0",
            400,
            "POST /asap HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        arguments("H2 list", 400, post("Transfer-Encoding: chunked, identity\r\n") + "0\r\n\r\n"),
        arguments(
            "H2 list, chunked last",
            400,
            post("Transfer-Encoding: gzip, chunked\r\n") + "0\r\n\r\n"),
        arguments(
            "H2 twice",
            400,
            post("Transfer-Encoding: chunked\r\ntransfer-encoding: chunked\r\n") + "0\r\n\r\n"),
        arguments("H2 xchunked", 501, post("Transfer-Encoding: xchunked\r\n") + "0\r\n\r\n"),
        arguments("H2 identity", 501, post("Transfer-Encoding: identity\r\n")),
        arguments("H2 quoted", 501, post("Transfer-Encoding: \"chunked\"\r\n") + "0\r\n\r\n"),
        arguments("H2 empty", 501, post("Transfer-Encoding:\r\n") + "0\r\n\r\n"),
        arguments("H2 parameter", 501, post("Transfer-Encoding: chunked;q=1\r\n") + "0\r\n\r\n"),
        arguments(
            "H2 in HTTP/1.0",
            400,
            "POST /asap HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
  }

  private static List<Arguments> hosts() {
    return List.of(
        arguments("H3 none", 400, get("")),
        arguments("H3 two", 400, get("Host: a\r\nHost: b\r\n")),
        arguments("H3 two equal", 400, get("Host: a\r\nhost: a\r\n")),
        arguments("H3 two in HTTP/1.0", 400, "GET /health HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
        arguments("H3 empty", 400, get("Host:\r\n")),
        arguments("H3 space", 400, get("Host: a b\r\n")),
        arguments("H3 path", 400, get("Host: a/b\r\n")),
        arguments("H3 user", 400, get("Host: u@a\r\n")),
        arguments("H3 port", 400, get("Host: a:99999\r\n")),
        arguments("H3 port of letters", 400, get("Host: a:b\r\n")),
        arguments("H3 only a port", 400, get("Host: :80\r\n")),
        arguments("H3 open literal", 400, get("Host: [::1\r\n")),
        arguments("H3 not the target's", 400, "GET http://b/health HTTP/1.1\r\nHost: a\r\n\r\n"));
  }

  private static List<Arguments> lines() {
    return List.of(
        arguments("H4 9.9", 505, "GET /health HTTP/9.9\r\nHost: x\r\n\r\n"),
        arguments("H4 1.2", 505, "GET /health HTTP/1.2\r\nHost: x\r\n\r\n"),
        arguments("H4 2.0", 505, "GET /health HTTP/2.0\r\nHost: x\r\n\r\n"),
        arguments("H4 lower case", 400, "GET /health http/1.1\r\nHost: x\r\n\r\n"),
        arguments("H4 none", 400, "GET /health\r\nHost: x\r\n\r\n"),
        arguments("H6 lower case", 400, "get /health HTTP/1.1\r\nHost: x\r\n\r\n"),
        arguments("H6 unknown", 400, "GETT /health HTTP/1.1\r\nHost: x\r\n\r\n"),
        arguments("H6 absolute", 400, "GET http://x/health HTTP/1.1\r\nHost: x\r\n\r\n"),
        arguments("H6 authority", 400, "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n"),
        arguments("H6 asterisk", 400, "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"),
        arguments("H6 no slash", 400, "GET health HTTP/1.1\r\nHost: x\r\n\r\n"),
        arguments("H6 space in the target", 400, "GET /health x HTTP/1.1\r\nHost: x\r\n\r\n"),
        arguments("H6 tabs", 400, "GET\t/health\tHTTP/1.1\r\nHost: x\r\n\r\n"));
  }

  private static List<Arguments> folds() {
    return List.of(
        arguments("H5 space", 400, get("Host: x\r\nX: a\r\n b\r\n")),
        arguments("H5 tab", 400, get("Host: x\r\nX: a\r\n\tb\r\n")),
        arguments("H5 in the first header", 400, get(" X: a\r\nHost: x\r\n")),
        arguments("H5 of a length", 400, post("Content-Length:\r\n 5\r\n") + "01234"),
        arguments("H5 of a coding", 400, post("Transfer-Encoding:\r\n chunked\r\n") + "0\r\n\r\n"),
        arguments("H5 behind empty lines", 400, "\r\n\r\n" + get("Host: x\r\nX: a\r\n b\r\n")),
        arguments("H5 in a trailer", 400, CHUNKED + "0\r\nX: a\r\n b\r\n\r\n"));
  }

  private static List<Arguments> chunks() {
    return List.of(
        arguments("H7 17 digits", 400, CHUNKED + "10000000000000003\r\nabc\r\n0\r\n\r\n"),
        arguments("H7 9 digits", 400, CHUNKED + "100000003\r\nabc\r\n0\r\n\r\n"),
        arguments("H7 17 zeros", 400, CHUNKED + "00000000000000003\r\nabc\r\n0\r\n\r\n"),
        arguments("H7 in the second chunk", 400, CHUNKED + "3\r\nabc\r\n100000000\r\n\r\n"),
        arguments("H7 signed", 400, CHUNKED + "+3\r\nabc\r\n0\r\n\r\n"),
        arguments("H7 prefixed", 400, CHUNKED + "0x3\r\nabc\r\n0\r\n\r\n"),
        arguments("H7 space before", 400, CHUNKED + " 3\r\nabc\r\n0\r\n\r\n"),
        arguments("H7 two numbers", 400, CHUNKED + "3 3\r\nabc\r\n0\r\n\r\n"),
        arguments("H7 none", 400, CHUNKED + "\r\nabc\r\n0\r\n\r\n"),
        arguments("H8 long chunk", 400, CHUNKED + "3\r\nabcd\r\n0\r\n\r\n"),
        arguments("H8 LF after the size", 400, CHUNKED + "3\nabc\r\n0\r\n\r\n"),
        arguments("H8 LF in an extension", 400, CHUNKED + "3;a\nbc\r\nabc\r\n0\r\n\r\n"),
        arguments("H8 bad trailer", 400, CHUNKED + "0\r\nnone\r\n\r\n"));
  }

  private static List<Arguments> others() {
    return List.of(
        arguments("two lengths", 400, post("Content-Length: 3\r\nContent-Length: 4\r\n") + "abc"),
        arguments("equal lengths", 400, post("Content-Length: 3\r\nContent-Length: 3\r\n") + "abc"),
        arguments("list of lengths", 400, post("Content-Length: 3, 3\r\n") + "abc"),
        arguments("plus", 400, post("Content-Length: +3\r\n") + "abc"),
        arguments("minus", 400, post("Content-Length: -1\r\n") + "abc"),
        arguments("hexadecimal", 400, post("Content-Length: 0x3\r\n") + "abc"),
        arguments("2^64", 400, post("Content-Length: 18446744073709551616\r\n") + "abc"),
        arguments("space before the colon", 400, post("Content-Length : 3\r\n") + "abc"),
        arguments("VT before the value", 400, post("Content-Length:\u000b3\r\n") + "abc"),
        arguments("bare CR", 400, get("Host: x\r\nX: a\rb\r\n")),
        arguments("NUL", 400, get("Host: x\r\nX: a\u0000b\r\n")),
        arguments(
            "old WebSocket",
            400,
            get("Host: x\r\nSec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedRequests")
  void isRefusedWithAllThatFollows(String name, int status, String request) {
    // Given
    double before = executions();
    try (Wire wire = node.connect()) {
      // When
      wire.send(request + hidden());

      // Then
      assertRefused(wire, status);
    }
    assertThat(executions()).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedRequests")
  void isRefusedByteByByteToo(String name, int status, String request) {
    // Given
    double before = executions();
    try (Wire wire = node.connect()) {
      // When
      drip(wire, request);

      // Then
      assertThat(wire.isClosedWithin(PATIENCE_MILLIS)).isTrue();
    }
    assertThat(executions()).isEqualTo(before);
  }

  /** The other side may close as soon as it has seen enough. */
  private static void drip(Wire wire, String request) {
    try {
      for (char c : request.toCharArray()) {
        wire.send(String.valueOf(c));
      }
      wire.send(hidden());
    } catch (UncheckedIOException closed) {
      assertThat(wire.isClosedWithin(PATIENCE_MILLIS)).isTrue();
    }
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
        arguments("GET", get("Host: x\r\n")),
        arguments("host and port", get("Host: a.b-c:8080\r\n")),
        arguments("IPv6", get("Host: [::1]:80\r\n")),
        arguments("POST", post(length) + body),
        arguments("chunks", CHUNKED + chunks),
        arguments("CHUNKED", post("TRANSFER-ENCODING: Chunked\r\n") + chunks),
        arguments("extensions and trailers", CHUNKED + extended),
        arguments(
            "letter case",
            "POST /asap HTTP/1.1\r\nhOST: x\r\nCONTENT-length: "
                + body.length()
                + "\r\n\r\n"
                + body),
        arguments("trailing spaces", post(length.strip() + "  \t\r\nX: y  \r\nZ:\r\n") + body),
        arguments("empty lines before", "\r\n\r\n" + get("Host: x\r\n")),
        arguments(
            "spaces in a body",
            post("Content-Length: " + (body.length() + 6) + "\r\n") + "\r\n \r\n " + body),
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
      wire.send(request + request + hidden());

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
      wire.send(hidden());

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
      wire.send(hidden() + get("Host: a\r\nHost: b\r\n") + hidden());

      // Then
      assertThat(wire.read().json().containsKey("result")).isTrue();
      assertRefused(wire, 400);
    }
  }
}
