package dev.roost.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roost.platform.plugin.TestPlatform;
import io.vertx.core.Future;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door closes while HTTP/2 is spoken. */
class Http2ShutdownTest {
  private static final int NO_ERROR = 0;

  @TempDir private Path folder;

  @Test
  void whatWasLetInIsAnsweredAndNothingNewIsTaken() {
    try (TestNode node = TestNode.with().tls(TestCertificate.create().writeTo(folder)).start();
        Http2Wire idle = node.connect2();
        Http2Wire wire = node.connect2()) {
      // Given
      idle.get(1, "/health").read(1);
      wire.post(1, Requests.ask(TestNode.TROUBLE, "wait"));
      TestPlatform.await(() -> node.gate().size() == 1);

      // When
      Future<Void> closed = node.closeDoor();

      // Then
      assertThat(idle.readGoAway()).isEqualTo(NO_ERROR);
      assertThat(idle.isClosedWithin(10_000)).isTrue();
      assertThat(wire.readGoAway()).isEqualTo(NO_ERROR);
      wire.post(3, Requests.echo());
      int refused = 7;
      assertThat(wire.readReset(3)).isEqualTo(refused);
      assertThat(closed.isComplete()).isFalse();
      assertThat(wire.isQuietFor(1, 300)).isTrue();
      node.gate().open();
      assertThat(wire.read(1).text()).contains("\"passed\":true");
      assertThat(wire.isClosedWithin(10_000)).isTrue();
      TestPlatform.get(closed);
    }
  }
}
