package dev.roost.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.roost.bench.streams.TalkativeAgent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clients that ask for a stream each and take of it much less than the agent could write. */
final class SlowReaders implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4 * 1024;
  private static final int BYTES_A_TURN = 512;
  private static final long TURN_MILLIS = 1_000;
  private static final String BODY =
      """
      {"jsonrpc":"2.0","method":"asap.send","params":{"envelope":{"asap_version":"0.1",\
      "sender":"urn:asap:agent:load-client","recipient":"%s","payload_type":"task.request",\
      "payload":{"conversation_id":"conv_1","skill_id":"talk","input":{}}}},"id":"request-1"}"""
          .formatted(TalkativeAgent.URN);
  private static final String REQUEST =
      "POST /asap/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n%s";

  private final List<SocketChannel> channels = new ArrayList<>();
  private final Thread reader = new Thread(this::read, "slow-readers");
  private volatile boolean closing;
  private volatile long bytes;

  /** Opens the streams and reads on, a little a second. */
  SlowReaders(int port, int count) throws IOException {
    byte[] request = REQUEST.formatted(BODY.length(), BODY).getBytes(US_ASCII);
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      channel.connect(new InetSocketAddress("127.0.0.1", port));
      channel.write(ByteBuffer.wrap(request));
      channel.configureBlocking(false);
      channels.add(channel);
    }
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES_A_TURN);
    try {
      while (!closing) {
        for (SocketChannel channel : channels) {
          buffer.clear();
          int read = channel.read(buffer);
          if (read < 0) {
            throw new LoadException("The server closed the connection of a slow reader");
          }
          bytes += read;
        }
        TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
      }
    } catch (IOException e) {
      if (!closing) {
        throw new LoadException("A slow reader was cut off", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How much all of them have read. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    closing = true;
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
