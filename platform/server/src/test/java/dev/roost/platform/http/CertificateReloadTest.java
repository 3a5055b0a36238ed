package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.roost.platform.plugin.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Certificates that are replaced while they serve. */
class CertificateReloadTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(Certificates.class);

  @TempDir private Path folder;
  private final TestCertificate first = TestCertificate.create();
  private final TestCertificate second = TestCertificate.create();
  private final Appender logged = new Appender();
  private TestNode node;
  private TlsFiles files;

  /** What is logged, also while a test looks at it. */
  private static final class Appender extends ListAppender<ILoggingEvent> {
    Appender() {
      list = new CopyOnWriteArrayList<>();
    }

    List<String> warnings() {
      return list.stream()
          .filter(event -> event.getLevel() == Level.WARN)
          .map(event -> String.valueOf(event.getKeyValuePairs()))
          .toList();
    }
  }

  @BeforeEach
  void start() {
    files = first.writeTo(folder);
    node = TestNode.with().tls(files).start();
    logged.start();
    LOG.addAppender(logged);
  }

  @AfterEach
  void stop() {
    LOG.detachAppender(logged);
    node.close();
  }

  private boolean serves(TestCertificate certificate) {
    try (Wire wire = node.connect()) {
      Certificate shown = wire.session().getPeerCertificates()[0];
      return Arrays.equals(shown.getEncoded(), certificate.encoded());
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aNewPairIsServedToWhoComesNewly() {
    try (Wire old = node.connect();
        Http2Wire old2 = node.connect2()) {
      // Given
      assertThat(serves(first)).isTrue();
      old2.post(1, Requests.ask(TestNode.TROUBLE, "wait"));
      TestPlatform.await(() -> node.gate().size() == 1);

      // When
      second.writeTo(folder);

      // Then
      TestPlatform.await(() -> serves(second));
      assertThat(old.post(Requests.echo()).read().status()).isEqualTo(200);
      node.gate().open();
      assertThat(old2.read(1).text()).contains("\"passed\":true");
      try (Http2Wire fresh = node.connect2()) {
        assertThat(fresh.post(1, Requests.echo()).read(1).status()).isEqualTo(200);
      }
      assertThat(logged.warnings()).isEmpty();
    }
  }

  @Test
  void aPairThatDoesNotFitIsReportedOnceAndTheOldOneServesOn() throws IOException {
    // When
    Files.writeString(files.certificate(), second.certificate());

    // Then
    TestPlatform.await(() -> !logged.warnings().isEmpty());
    assertThat(logged.warnings())
        .containsExactly("[fault=\"http.tls: the key is not the one of the certificate\"]");
    assertThat(serves(first)).isTrue();
  }

  @Test
  void aPairThatComesInTwoStepsIsServedInTheEnd() throws IOException {
    // Given
    Files.writeString(files.certificate(), second.certificate());
    TestPlatform.await(() -> !logged.warnings().isEmpty());

    // When
    Files.writeString(files.key(), second.key());

    // Then
    TestPlatform.await(() -> serves(second));
    assertThat(logged.warnings()).hasSize(1);
  }

  @Test
  void filesThatAreGoneAreReportedAndTheOldPairServesOn() throws IOException {
    // When
    Files.delete(files.key());

    // Then
    TestPlatform.await(() -> !logged.warnings().isEmpty());
    assertThat(logged.warnings().get(0)).contains("there is no file " + files.key());
    assertThat(serves(first)).isTrue();
  }

  @Test
  void whatCannotBeReadIsReportedWithoutTheKey() throws IOException {
    // When
    Files.writeString(files.key(), second.key().substring(0, 120));

    // Then
    TestPlatform.await(() -> !logged.warnings().isEmpty());
    assertThat(logged.warnings().get(0))
        .contains("not a certificate and a key in PEM")
        .doesNotContain(second.key().substring(30, 60));
    assertThat(serves(first)).isTrue();
  }
}
