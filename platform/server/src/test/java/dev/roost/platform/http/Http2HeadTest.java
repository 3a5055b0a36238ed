package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Heads of HTTP/2 that two servers could read differently. None of them reaches an agent. */
class Http2HeadTest {
  private static final int PROTOCOL_ERROR = 1;

  @TempDir private static Path folder;
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.with().tls(TestCertificate.create().writeTo(folder)).start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Arguments head(String name, String... fields) {
    return arguments(name, fields);
  }

  private static Arguments more(String name, String... fields) {
    return arguments(name, Http2Wire.line("POST", "/asap", fields));
  }

  private static String[] with(String name, String value) {
    String[] fields = Http2Wire.line("POST", "/asap");
    for (int i = 0; i < fields.length; i += 2) {
      fields[i + 1] = fields[i].equals(name) ? value : fields[i + 1];
    }
    return fields;
  }

  /** Answered with what is wrong. */
  static Stream<Arguments> refused() {
    return Stream.of(
        head("no authority", ":method", "POST", ":scheme", "https", ":path", "/asap"),
        head(
            "bad authority over a good Host",
            ":method",
            "POST",
            ":scheme",
            "https",
            ":authority",
            "a b",
            ":path",
            "/asap",
            "host",
            "localhost"),
        more("two hosts", "host", "localhost", "host", "localhost"),
        head("other scheme", with(":scheme", "http")),
        head("scheme with tail", with(":scheme", "https://localhost/x?")),
        head("target without slash", with(":path", "asap")),
        head("absolute target", with(":path", "https://localhost/asap")),
        head("star", with(":path", "*")),
        head("target with space", with(":path", "/asap HTTP/1.1")),
        head("target with line end", with(":path", "/asap\r\nx: y")),
        head("unknown method", with(":method", "PROPFIND")),
        head("lower case method", with(":method", "post")),
        head("method with line", with(":method", "POST /asap HTTP/1.1\r\nx:")),
        more("value with line end", "x", "a\r\nb: c"),
        more("value with NUL", "x", "a\0b"),
        more("value with LF", "x", "a\nb"),
        more("name with space", "a b", "c"),
        more("name with colon", "a:b", "c"),
        more("name with line end", "a\r\nb", "c"),
        more("other protocol", ":protocol", "websocket"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String name, String[] fields) {
    // Given
    double before = executions();
    try (Http2Wire wire = node.connect2()) {

      // When
      wire.begin(1, fields).data(1, Requests.echo(), true);

      // Then
      Wire.Answer answer = wire.read(1);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("asap-version")).isEqualTo("2.2");
      assertThat(answer.json().getString("detail")).isNotBlank();
      assertThat(wire.get(3, "/health").read(3).status()).isEqualTo(200);
    }
    assertThat(executions()).isEqualTo(before);
  }

  /** Reset by Netty or Vert.x. */
  static Stream<Arguments> reset() {
    return Stream.of(
        head("authority with user", with(":authority", "user@localhost")),
        head("authority with path", with(":authority", "localhost/x")),
        head("authority with wrong port", with(":authority", "localhost:99999")),
        more("Host that contradicts", "host", "elsewhere"),
        more("Host with another port", "host", "localhost:1"),
        head("no method", ":scheme", "https", ":authority", "localhost", ":path", "/asap"),
        head("no scheme", ":method", "POST", ":authority", "localhost", ":path", "/asap"),
        head("no path", ":method", "POST", ":scheme", "https", ":authority", "localhost"),
        head("empty path", with(":path", "")),
        more("second method", ":method", "GET"),
        more("second path", ":path", "/health"),
        more("second authority", ":authority", "elsewhere"),
        more("unknown pseudo-header", ":host", "localhost"),
        more("status", ":status", "200"),
        more("pseudo-header behind others", "x", "y", ":path", "/health"),
        more("upper case", "X-Header", "y"),
        more("connection", "connection", "x"),
        more("transfer-encoding", "transfer-encoding", "chunked"),
        more("keep-alive", "keep-alive", "1"),
        more("upgrade", "upgrade", "h2c"),
        more("te", "te", "gzip"),
        more("two lengths", "content-length", "5", "content-length", "6"),
        more("length with sign", "content-length", "+5"),
        more("length that is too short", "content-length", "5"),
        more("length that is too long", "content-length", "500000"),
        head("CONNECT with a path", with(":method", "CONNECT")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void reset(String name, String[] fields) {
    // Given
    double before = executions();
    try (Http2Wire wire = node.connect2()) {

      // When
      wire.begin(1, fields).data(1, Requests.echo(), true);

      // Then
      assertThat(wire.readReset(1)).isEqualTo(PROTOCOL_ERROR);
    }
    assertThat(executions()).isEqualTo(before);
  }

  @Test
  void aTunnelIsNotOpened() {
    try (Http2Wire wire = node.connect2()) {
      // When
      wire.begin(1, ":method", "CONNECT", ":authority", "localhost:1");

      // Then
      assertThat(wire.read(1).status()).isEqualTo(400);
    }
  }

  @Test
  void aTargetThatIsTooLongIsRefused() {
    try (Http2Wire wire = node.connect2()) {
      // When
      wire.get(1, "/" + "a".repeat(4_096));

      // Then
      assertThat(wire.read(1).status()).isEqualTo(414);
    }
  }

  @Test
  void aHostAloneAndOneThatAgreesAreTaken() {
    try (Http2Wire wire = node.connect2()) {
      // When
      wire.begin(1, ":method", "POST", ":scheme", "https", ":path", "/asap", "host", "localhost")
          .data(1, Requests.echo(), true);
      wire.post(3, Requests.echo(), "host", "localhost");

      // Then
      assertThat(wire.read(1).json().containsKey("result")).isTrue();
      assertThat(wire.read(3).json().containsKey("result")).isTrue();
    }
  }

  @Test
  void trailersAreReadAndDoNotChangeTheRequest() {
    try (Http2Wire wire = node.connect2()) {
      // When
      wire.begin(1, Http2Wire.line("POST", "/asap"))
          .data(1, Requests.echo(), false)
          .frame(
              Http2Wire.HEADERS,
              Http2Wire.END_HEADERS | Http2Wire.END_STREAM,
              1,
              Http2Wire.block("content-encoding", "gzip"));

      // Then
      assertThat(wire.read(1).json().containsKey("result")).isTrue();
    }
  }

  /** Of all messages that an agent was given. */
  private static double executions() {
    try (Http2Wire wire = node.connect2()) {
      return wire.get(1, "/asap/metrics")
          .read(1)
          .text()
          .lines()
          .filter(line -> line.startsWith("asap_handler_executions_total"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }
}
