package dev.roost.launcher.check;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roost.launcher.check.TestingAnswer.Manner;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where nothing can be asked, that is said, and why. */
@ExtendWith(VertxExtension.class)
class UnreachablePeerTest {
  @Test
  void nobodyListens() throws IOException {
    assertUnreachable(URI.create("http://127.0.0.1:" + closedPort()), "a refused connection");
  }

  @Test
  void theHostIsNotKnown() {
    assertUnreachable(URI.create("http://nowhere.invalid"), "a host name that nobody knows");
  }

  @Test
  void theConnectionIsClosed(Vertx vertx) {
    try (TestingPeer peer = every(vertx, Manner.CLOSED)) {
      assertUnreachable(peer.root(), "a closed connection without an answer");
    }
  }

  @Test
  void nothingIsSaid(Vertx vertx) {
    try (TestingPeer peer = every(vertx, Manner.HUNG)) {
      assertUnreachable(TestingOptions.within(peer.root(), 1), "no answer within 1 s");
    }
  }

  @Test
  void itIsNotTls(Vertx vertx) {
    try (TestingPeer peer = TestingPeer.conforming(vertx)) {
      assertUnreachable(
          URI.create(peer.root().toString().replace("http:", "https:")), "a failure of TLS (");
    }
  }

  @Test
  void itIsNotHttp() throws IOException {
    try (TestingLineServer server = new TestingLineServer("SSH-2.0-OpenSSH_9.2\r\n\r\n")) {
      assertUnreachable(server.root(), "something that is not HTTP (Invalid status line");
    }
  }

  private static TestingPeer every(Vertx vertx, Manner manner) {
    return new TestingPeer(vertx, (request, answer) -> answer.manner(manner));
  }

  private static void assertUnreachable(URI root, String reason) {
    assertUnreachable(PeerOptions.of(root), reason);
  }

  private static void assertUnreachable(PeerOptions options, String reason) {
    // Given
    CheckRun run = new CheckRun(new Peer(options));

    // When / Then
    assertThatThrownBy(() -> run.run(Checks.all()))
        .isInstanceOf(UnreachableException.class)
        .hasMessageStartingWith(
            "No agent can be asked at " + options.root() + ": there is " + reason)
        .hasMessageEndingWith(". Is it running, and is that its address?");
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
