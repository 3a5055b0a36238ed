package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.roost.platform.plugin.TestPlatform;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that send much of what is cheap for them and dear for a server. */
class Http2FloodTest {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int ENHANCE_YOUR_CALM = 11;

  @TempDir private static Path folder;
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.with().tls(TestCertificate.create().writeTo(folder)).start();
    node.post(Requests.echo()); // warm
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @AfterEach
  void everybodyElseIsServed() {
    assertThat(node.post(Requests.echo()).json().containsKey("result")).isTrue();
    TestPlatform.await(() -> node.binding().openConnections() == 0);
    TestPlatform.await(() -> node.tasks().size() == 0);
  }

  /** What is sent again and again, with a number that grows. */
  private interface Flood {
    void wave(Http2Wire wire, int number);
  }

  /** Each with the number after which the connection must be over. */
  static Stream<Arguments> floods() {
    return Stream.of(
        flood("rapid reset", 201, Http2FloodTest::resetAtOnce),
        flood("resets that the server is made to send", 201, Http2FloodTest::makeReset),
        flood("continuations of nothing", 18, (wire, n) -> continuation(wire, n, new byte[0])),
        flood("small continuations", 18, (wire, n) -> continuation(wire, n, new byte[] {0})),
        flood("large continuations", 3, (wire, n) -> continuation(wire, n, fields(4_000))),
        flood("data of nothing", 5, Http2FloodTest::noData));
  }

  private static Arguments flood(String name, int enough, Flood flood) {
    return arguments(name, enough, flood);
  }

  private static int stream(int number) {
    return 2 * number + 1;
  }

  private static void resetAtOnce(Http2Wire wire, int number) {
    wire.begin(stream(number), Http2Wire.line("POST", "/asap")).reset(stream(number), 8);
  }

  /** An increment of nothing is a fault, for which the server must reset the stream. */
  private static void makeReset(Http2Wire wire, int number) {
    wire.begin(stream(number), Http2Wire.line("POST", "/asap")).makeRoom(stream(number), 0);
  }

  private static void continuation(Http2Wire wire, int number, byte[] fragment) {
    wire.frame(number == 0 ? Http2Wire.HEADERS : Http2Wire.CONTINUATION, 0, 1, fragment);
  }

  private static byte[] fields(int bytes) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    while (block.size() < bytes) {
      block.writeBytes(Http2Wire.block("name-" + block.size(), "value"));
    }
    return block.toByteArray();
  }

  private static void noData(Http2Wire wire, int number) {
    if (number == 0) {
      wire.begin(1, Http2Wire.line("POST", "/asap"));
    } else {
      wire.data(1, "", false);
    }
  }

  /** Sends waves; the other side may close as soon as it has seen enough. */
  private static void send(int waves, IntConsumer wave) {
    try {
      for (int number = 0; number < waves; number++) {
        wave.accept(number);
      }
    } catch (UncheckedIOException closed) {
      // as it should be
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void endTheConnectionAfterACertainNumber(String name, int enough, Flood flood) {
    try (Http2Wire wire = node.connect2()) {
      // When
      send(enough, number -> flood.wave(wire, number));

      // Then
      assertThat(wire.isClosedWithin(PATIENCE_MILLIS)).isTrue();
    }
  }

  @Test
  void theClientIsToldWhy() {
    try (Http2Wire wire = node.connect2()) {
      // When
      send(201, number -> resetAtOnce(wire, number));

      // Then
      assertThat(wire.readGoAway()).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void aFewResetsAreAMatterOfCourse() {
    try (Http2Wire wire = node.connect2()) {
      // When
      send(100, number -> resetAtOnce(wire, number));

      // Then
      assertThat(wire.post(1_001, Requests.echo()).read(1_001).status()).isEqualTo(200);
    }
  }

  @Test
  void oneHeaderThatIsNamedAgainAndAgainIsCountedEachTime() {
    try (Http2Wire wire = node.connect2()) {
      // Given
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      block.writeBytes(Http2Wire.block(Http2Wire.line("GET", "/health")));
      byte[] remembered = Http2Wire.block("x", "y".repeat(3_000));
      remembered[0] = 0x40;
      block.writeBytes(remembered);

      // When
      int newest = 0x80 | 62;
      for (int i = 0; i < 2_000; i++) {
        block.write(newest);
      }
      wire.frame(
          Http2Wire.HEADERS, Http2Wire.END_HEADERS | Http2Wire.END_STREAM, 1, block.toByteArray());

      // Then
      assertThat(wire.read(1).status()).isEqualTo(431);
    }
  }

  /** The best of some rounds: what else the machine does only adds to it. */
  @Tag("chaos")
  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void endTheConnectionWithinASecond(String name, int enough, Flood flood) {
    // When
    Duration best =
        IntStream.range(0, 5)
            .mapToObj(round -> untilClosed(enough, flood))
            .min(Duration::compareTo)
            .orElseThrow();

    // Then
    assertThat(best).isLessThan(Duration.ofSeconds(1));
  }

  private static Duration untilClosed(int enough, Flood flood) {
    try (Http2Wire wire = node.connect2()) {
      send(enough, number -> flood.wave(wire, number));
      long began = System.nanoTime();
      send(100_000, number -> flood.wave(wire, enough + number));
      assertThat(wire.isClosedWithin(PATIENCE_MILLIS)).isTrue();
      return Duration.ofNanos(System.nanoTime() - began);
    }
  }
}
