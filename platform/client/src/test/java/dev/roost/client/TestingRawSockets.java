package dev.roost.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A peer on a free port of this machine that writes the bytes of WebSockets by hand, also those
 * that no peer should: one script for each connection, in their order; the last one stays.
 */
final class TestingRawSockets {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final List<TestingRawSocket> sockets = new CopyOnWriteArrayList<>();
  private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
  private final NetServer server;
  private volatile Function<String, Buffer> handshake = TestingRawSockets::accepted;
  private volatile Script last = (socket, frame) -> {};

  /** What the peer does about a connection. */
  interface Script {
    /** A frame has come. */
    void take(TestingRawSocket socket, TestingRawSocket.Frame frame);

    /** The connection has come about. */
    default void opened(TestingRawSocket socket) {}

    /** The client has said goodbye. */
    default void left(TestingRawSocket socket) {
      socket.end();
    }
  }

  private TestingRawSockets(Vertx vertx) {
    server = vertx.createNetServer().connectHandler(this::greet);
  }

  static TestingRawSockets start(Vertx vertx) {
    TestingRawSockets peer = new TestingRawSockets(vertx);
    Outcomes.get(peer.server.listen(0, "127.0.0.1"));
    return peer;
  }

  private void greet(NetSocket socket) {
    Buffer head = Buffer.buffer();
    socket
        .exceptionHandler(expected -> {})
        .handler(
            bytes -> {
              head.appendBuffer(bytes);
              if (head.toString(US_ASCII).endsWith("\r\n\r\n")) {
                socket.write(handshake.apply(key(head.toString(US_ASCII))));
                Script script = scripts.poll();
                sockets.add(new TestingRawSocket(socket, script == null ? last : script));
              }
            });
  }

  private static String key(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  static Buffer accepted(String key) {
    return switching(accept(key));
  }

  /** The answer that switches protocols. */
  static Buffer switching(String accept) {
    return Buffer.buffer("HTTP/1.1 101 Switching Protocols\r\n")
        .appendString("Upgrade: websocket\r\nConnection: Upgrade\r\n")
        .appendString("Sec-WebSocket-Accept: " + accept + "\r\n\r\n");
  }

  static String accept(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer to a handshake, by its key. */
  TestingRawSockets greets(Function<String, Buffer> answer) {
    handshake = answer;
    return this;
  }

  /** The scripts of the next connections; the last one stays for all that follow. */
  TestingRawSockets will(Script... next) {
    scripts.addAll(List.of(next).subList(0, next.length - 1));
    last = next[next.length - 1];
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  List<TestingRawSocket> sockets() {
    return sockets;
  }

  /** A connection that has come about, or will. */
  TestingRawSocket socket(int number) {
    Outcomes.await(() -> sockets.size() > number);
    return sockets.get(number);
  }

  /** Answers properly. */
  static void echo(TestingRawSocket socket, TestingRawSocket.Frame frame) {
    if (frame.opcode() == TestingRawSocket.TEXT) {
      socket.text(TestingSockets.ack(frame.json()));
      socket.text(TestingSockets.answer(frame.json()));
    }
  }
}
