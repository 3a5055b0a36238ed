package dev.roost.platform.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.http.TestCertificate;
import dev.roost.platform.http.TestNode;
import dev.roost.platform.plugin.TestPlatform;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How connections end on which a frame breaks RFC 6455, or which break off. */
class BrokenFramesTest {
  /** More than the buffers between us and the server hold. */
  private static final byte[] TOO_LONG = new byte[16 << 20];

  @TempDir private Path folder;

  private TestNode node;

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void whoStillSendsHearsWhy() {
    // Given
    node = TestNode.start();
    try (RawSocket socket = RawSocket.open(node.port())) {
      // When
      socket.send(RawSocket.TEXT, true, TOO_LONG);

      // Then
      assertThat(socket.awaitClose().closeCode()).isEqualTo(1009);
      assertThat(socket.isEndedCleanly()).isTrue();
    }
    TestPlatform.await(() -> node.openConnections() == 0);
  }

  @Test
  void whoStillSendsHearsWhyByTls() {
    // Given
    node = TestNode.with().tls(TestCertificate.create().writeTo(folder)).start();
    try (RawSocket socket = RawSocket.openTls(node.port())) {
      // When
      socket.send(RawSocket.TEXT, true, TOO_LONG);

      // Then
      assertThat(socket.awaitClose().closeCode()).isEqualTo(1009);
      assertThat(socket.isEndedCleanly()).isTrue();
    }
    TestPlatform.await(() -> node.openConnections() == 0);
  }

  @Test
  void whoDoesNotCloseItsSideIsCutOff() {
    // Given
    node = TestNode.start();
    try (RawSocket socket = RawSocket.open(node.port())) {
      // When
      socket.send(0x80 | 0x40 | RawSocket.TEXT, new byte[0]);

      // Then
      assertThat(socket.awaitClose().closeCode()).isEqualTo(1002);
      TestPlatform.await(() -> node.openConnections() == 0);
      TestPlatform.await(() -> node.websocket().connections() == 0);
    }
  }

  @Test
  void aConnectionThatIsResetIsForgotten() {
    // Given
    node = TestNode.start();
    RawSocket socket = RawSocket.open(node.port());
    TestPlatform.await(() -> node.websocket().connections() == 1);

    // When
    socket.reset();

    // Then
    TestPlatform.await(() -> node.websocket().connections() == 0);
    TestPlatform.await(() -> node.openConnections() == 0);
  }
}
