package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 by TLS. */
class TlsTest {
  private static final int PATIENCE_MILLIS = 10_000;

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

  private static int port() {
    return node.binding().actualPort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aMessageIsAnswered(String version) {
    try (Wire wire = Wire.tls(port(), version)) {
      // When
      Wire.Answer answer = wire.post(Requests.echo()).read();

      // Then
      assertThat(wire.session().getProtocol()).isEqualTo(version);
      assertThat(wire.session().getCipherSuite()).containsAnyOf("GCM", "CHACHA20");
      assertThat(answer.json().containsKey("result")).isTrue();
      assertThat(wire.request("GET", "/health", new byte[0]).read().status()).isEqualTo(200);
    }
  }

  @Test
  void noOtherVersionIsSpoken() {
    // When
    HttpServerOptions options =
        ServerOptions.secure(new PemKeyCertOptions(), new TlsDoor(channel -> {}));

    // Then
    assertThat(options.getEnabledSecureTransportProtocols())
        .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
  }

  @Test
  void anRsaKeyServesToo(@TempDir Path other) {
    // Given
    TestCertificate rsa = TestCertificate.create("RSA", Instant.now().plus(Duration.ofDays(1)));
    try (TestNode rsaNode = TestNode.with().tls(rsa.writeTo(other)).start()) {

      // When
      Wire.Answer answer = rsaNode.post(Requests.echo());

      // Then
      assertThat(answer.json().containsKey("result")).isTrue();
    }
  }

  @Test
  void aClientThatNamesNoProtocolGetsHttp1() throws IOException {
    try (SSLSocket socket = Trust.connect(port())) {
      // When
      socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());

      // Then
      assertThat(new String(socket.getInputStream().readNBytes(15))).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aClientOfAnotherProtocolIsRefused() throws IOException {
    try (SSLSocket socket = Trust.connect(port(), "imap")) {
      // When / Then
      assertThatThrownBy(socket::startHandshake)
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("no_application_protocol");
    }
  }

  @Test
  void clearTextIsRefused() {
    try (Wire wire = Wire.to(port())) {
      // When
      wire.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");

      // Then
      assertThat(wire.isClosedWithin(PATIENCE_MILLIS)).isTrue();
      TestPlatform.await(() -> node.binding().openConnections() == 0);
    }
  }

  @Test
  void http2IsNotSpokenInClearText() {
    try (TestNode clear = TestNode.start();
        Wire wire = clear.connect()) {
      // When
      wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

      // Then
      assertThat(wire.read().status()).isEqualTo(505);
      assertThat(wire.isClosedWithin(PATIENCE_MILLIS)).isTrue();
    }
  }

  @Test
  void whatIsRefusedIsAnsweredBeforeTheConnectionEnds() {
    try (Wire wire = node.connect()) {
      // When
      wire.send("POST /asap HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nHost: y\r\n\r\n[1]");
      wire.send(" ".repeat(200_000));

      // Then
      Wire.Answer answer = wire.read();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(wire.isEndedCleanly()).isTrue();
    }
  }

  @Test
  void aBodyThatIsAnnouncedTooLargeIsAnsweredBeforeTheConnectionEnds() {
    try (Wire wire = node.connect()) {
      // When
      wire.send("POST /asap HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n");
      wire.send(" ".repeat(100_000));

      // Then
      assertThat(wire.read().status()).isEqualTo(413);
      assertThat(wire.isEndedCleanly()).isTrue();
    }
  }

  @Test
  void aClientMayNotShakeHandsAgain() {
    try (Wire wire = Wire.tls(port(), "TLSv1.2")) {
      // Given
      wire.request("GET", "/health", new byte[0]).read();

      // When
      wire.shakeHandsAgain();

      // Then
      assertThatThrownBy(() -> wire.request("GET", "/health", new byte[0]).read())
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(SSLException.class);
    }
  }

  @Test
  void connectionsThatHaveNotShakenHandsAreCounted(@TempDir Path other) {
    // Given
    TlsFiles files = TestCertificate.create().writeTo(other);
    List<Wire> open = new ArrayList<>();
    try (TestNode small = TestNode.with().tls(files).connections(100, 3).start()) {
      for (int i = 0; i < 3; i++) {
        open.add(Wire.to(small.binding().actualPort()));
      }
      TestPlatform.await(() -> small.binding().openConnections() == 3);

      // When
      try (Wire tooMany = Wire.to(small.binding().actualPort())) {

        // Then
        assertThat(tooMany.isClosedWithin(PATIENCE_MILLIS)).isTrue();
      }
      assertThat(small.binding().openConnections()).isEqualTo(3);
      open.remove(2).close();
      TestPlatform.await(() -> small.binding().openConnections() == 2);
      assertThat(small.post(Requests.echo()).status()).isEqualTo(200);
    } finally {
      open.forEach(Wire::close);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "garbage", "mismatch"})
  void aPairThatCannotBeServedStopsTheStart(String fault, @TempDir Path other) throws IOException {
    // Given
    TlsFiles files = TestCertificate.create().writeTo(other);
    String expected =
        switch (fault) {
          case "missing" -> {
            Files.delete(files.key());
            yield "http.tls.key: there is no file " + files.key();
          }
          case "garbage" -> {
            Files.writeString(files.certificate(), "not a certificate");
            yield "http.tls: not a certificate and a key in PEM: ";
          }
          default -> {
            Files.writeString(files.key(), TestCertificate.create().key());
            yield "http.tls: the key is not the one of the certificate";
          }
        };

    // When / Then
    assertThatThrownBy(() -> TestNode.with().tls(files).start()).hasMessageContaining(expected);
  }
}
