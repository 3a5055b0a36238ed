package dev.roost.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.roost.bench.frame.FrameWriter;
import dev.roost.bench.frame.Handshake;
import dev.roost.bench.frame.Opcode;
import dev.roost.bench.streams.TalkativeAgent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A WebSocket connection that asks for a stream, then for echoes of long messages, as many as the
 * server takes, and reads nothing of all that.
 */
final class DeafSocket implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4 * 1_024;

  /** What the kernel takes by itself, 4 MiB each, would be more than it has for all sockets. */
  private static final int SEND_BUFFER = 64 * 1_024;

  private static final int PATIENCE_MILLIS = 10_000;
  private static final String END_OF_HEAD = "\r\n\r\n";

  private static final int ECHO_LENGTH = 16 * 1_024;
  private static final String REQUEST =
      """
      {"jsonrpc":"2.0","method":"asap.send","params":{"envelope":{"asap_version":"0.1",\
      "sender":"urn:asap:agent:load-client","recipient":"%s","payload_type":"task.request",\
      "payload":{"conversation_id":"conv_1","skill_id":"%s","input":{"message":"%s"},\
      "config":{"streaming":%s}}}},"id":"request-1"}""";
  private static final ByteBuffer STREAM =
      frame(REQUEST.formatted(TalkativeAgent.URN, "talk", "", true));
  private static final ByteBuffer ECHO =
      frame(REQUEST.formatted("urn:asap:agent:echo", "echo", "x".repeat(ECHO_LENGTH), false));

  private final int port;
  private SocketChannel channel;
  private ByteBuffer out = STREAM.duplicate();

  DeafSocket(int port) throws IOException {
    this.port = port;
    this.channel = open();
  }

  private SocketChannel open() throws IOException {
    SocketChannel opened = SocketChannel.open();
    opened.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
    opened.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
    opened.connect(new InetSocketAddress("127.0.0.1", port));
    opened.write(ByteBuffer.wrap(Handshake.request(port)));
    awaitUpgrade(opened);
    opened.configureBlocking(false);
    return opened;
  }

  /** Byte by byte, so that nothing is read of what follows. */
  private static void awaitUpgrade(SocketChannel opened) throws IOException {
    opened.socket().setSoTimeout(PATIENCE_MILLIS);
    InputStream in = opened.socket().getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf(END_OF_HEAD) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new LoadException("No upgrade: " + head);
      }
      head.append((char) next);
    }
    if (!head.toString().startsWith("HTTP/1.1 101 ")) {
      throw new LoadException("No upgrade: " + head);
    }
  }

  /**
   * Sends a little more, if it is open.
   *
   * @return false if it has just been cut off
   */
  boolean proceed() throws IOException {
    if (!channel.isOpen()) {
      return true;
    }
    try {
      channel.write(out);
      if (!out.hasRemaining()) {
        out = ECHO.duplicate();
      }
      return true;
    } catch (IOException e) {
      channel.close();
      return false;
    }
  }

  /** Begins again after it has been cut off. */
  void begin() throws IOException {
    channel = open();
    out = STREAM.duplicate();
  }

  private static ByteBuffer frame(String text) {
    ByteBuffer payload = ByteBuffer.wrap(text.getBytes(US_ASCII));
    ByteBuffer frame = ByteBuffer.allocateDirect(FrameWriter.length(payload.remaining()));
    FrameWriter.write(Opcode.TEXT, payload, frame);
    return frame.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
