package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that go on for ever, piece by piece, as those of streams do. */
class EndlessAnswersTest {
  private static final long LIMIT_MILLIS = 1_000;
  private static final long LONGER_MILLIS = 4_000;

  @TempDir private Path folder;
  private final AtomicBoolean ended = new AtomicBoolean();
  private TestNode secure;
  private TestNode clear;

  @BeforeEach
  void start() {
    TlsFiles files = TestCertificate.create().writeTo(folder);
    clear = wanted().start();
    secure = wanted().tls(files).start();
  }

  private TestNode.Builder wanted() {
    return TestNode.with().phases(5_000, LIMIT_MILLIS, LIMIT_MILLIS).routes(this::mount);
  }

  @AfterEach
  void stop() {
    clear.close();
    secure.close();
  }

  private void mount(Router router) {
    Access.open(router.get("/drops")).handler(context -> begin(context, 10));
    Access.open(router.get("/flood")).handler(context -> begin(context, 200_000));
  }

  private void begin(RoutingContext context, int bytes) {
    HttpServerResponse response = context.response().setChunked(true);
    Buffer piece = Buffer.buffer("x".repeat(bytes));
    long timer = context.vertx().setPeriodic(50, tick -> response.write(piece));
    response.closeHandler(
        closed -> {
          context.vertx().cancelTimer(timer);
          ended.set(true);
        });
  }

  private Wire connect(String kind, boolean narrow) {
    TestNode node = kind.equals("clear") ? clear : secure;
    int port = node.binding().actualPort();
    return kind.equals("clear") && narrow
        ? Wire.narrow(port)
        : narrow ? Wire.narrowTls(port) : node.connect();
  }

  @ParameterizedTest
  @ValueSource(strings = {"clear", "tls"})
  void areNotCutWhileTheyAreTaken(String kind) {
    try (Wire wire = connect(kind, false)) {
      // When
      wire.request("GET", "/drops", new byte[0]);

      // Then
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGER_MILLIS);
      while (System.nanoTime() < end) {
        assertThat(wire.take(20)).hasSize(20);
      }
      assertThat(ended).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clear", "tls"})
  void areCutWhenNothingIsTakenThoughMoreIsWrittenAllTheWhile(String kind) {
    try (Wire wire = connect(kind, true)) {
      // When
      wire.request("GET", "/flood", new byte[0]);

      // Then
      TestPlatform.await(ended::get);
    }
  }

  @Test
  void areNotCutOverHttp2WhileTheyAreTaken() {
    try (Http2Wire wire = secure.connect2()) {
      // When
      wire.get(1, "/drops");

      // Then
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGER_MILLIS);
      while (System.nanoTime() < end) {
        assertThat(wire.isClosedWithin(100)).isFalse();
      }
      assertThat(wire.received(1)).isGreaterThan(100);
      assertThat(ended).isFalse();
    }
  }

  @Test
  void areCutOverHttp2WhenNothingIsTakenAndTheOtherStreamsGoOn() {
    try (Http2Wire wire = secure.connect2().withoutTaking()) {
      // Given
      wire.makeRoom(0, 10_000_000);
      wire.get(1, "/drops").makeRoom(1, 1_000_000);

      // When
      wire.get(3, "/flood");

      // Then
      int cancel = 8;
      assertThat(wire.readReset(3)).isEqualTo(cancel);
      TestPlatform.await(ended::get);
      int before = wire.received(1);
      assertThat(wire.isClosedWithin(500)).isFalse();
      assertThat(wire.received(1)).isGreaterThan(before);
    }
  }
}
