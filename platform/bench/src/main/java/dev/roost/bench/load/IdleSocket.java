package dev.roost.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.roost.bench.frame.FrameReader;
import dev.roost.bench.frame.FrameWriter;
import dev.roost.bench.frame.Handshake;
import dev.roost.bench.frame.Opcode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** A WebSocket connection that says nothing but that it is there. */
final class IdleSocket implements AutoCloseable {
  private static final byte[] PONG = "{\"type\":\"pong\"}".getBytes(US_ASCII);

  /** How late a heartbeat may be. */
  static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The head of the upgrade's answer must fit in, later heartbeats. */
  private static final int CAPACITY = 512;

  private final SocketChannel channel;
  private final FrameReader frames = new FrameReader(CAPACITY);
  private final long startedNanos = System.nanoTime();
  private long openedNanos;
  private long lastBeatNanos;
  private long longestGapNanos;
  private int beats;
  private boolean closed;

  IdleSocket(String from, int port, Selector selector) throws IOException {
    this.channel = SocketChannel.open();
    channel.bind(new InetSocketAddress(from, 0));
    channel.connect(new InetSocketAddress("127.0.0.1", port));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
    send(ByteBuffer.wrap(Handshake.request(port)));
  }

  /**
   * Takes in what has come.
   *
   * @return whether the connection has just been opened
   */
  boolean proceed() throws IOException {
    if (read() < 0) {
      close();
      return false;
    }
    boolean opening = openedNanos == 0;
    if (opening && !opened()) {
      return false;
    }
    while (!closed && frames.next()) {
      take();
    }
    return opening;
  }

  private int read() throws IOException {
    try {
      return channel.read(frames.room());
    } catch (IOException e) {
      return -1;
    }
  }

  private boolean opened() throws IOException {
    if (!frames.upgraded()) {
      return false;
    }
    openedNanos = System.nanoTime();
    lastBeatNanos = openedNanos;
    return true;
  }

  private void take() throws IOException {
    if (frames.opcode() == Opcode.CLOSE) {
      close();
    } else if (frames.opcode() == Opcode.PING) {
      send(Opcode.PONG, frames.payload());
    } else if (frames.is(WebSocketExchange.HEARTBEAT)) {
      beat();
      send(Opcode.TEXT, ByteBuffer.wrap(PONG));
    } else {
      throw new LoadException("Unasked for: " + frames.opcode() + " " + frames.text());
    }
  }

  private void beat() {
    long now = System.nanoTime();
    longestGapNanos = Math.max(longestGapNanos, now - lastBeatNanos);
    lastBeatNanos = now;
    beats++;
  }

  private void send(int opcode, ByteBuffer payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(FrameWriter.length(payload.remaining()));
    FrameWriter.write(opcode, payload, frame);
    send(frame.flip());
  }

  private void send(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      throw new LoadException("The server does not take even a heartbeat's answer");
    }
  }

  /** How long it took until the connection was there. */
  double setUpMillis() {
    return (openedNanos - startedNanos) / 1e6;
  }

  boolean isClosed() {
    return closed;
  }

  int beats() {
    return beats;
  }

  /** Heartbeats that should have come by some time, and have not. */
  long missed(long atNanos, long everyNanos) {
    return missed(atNanos - openedNanos, everyNanos, beats);
  }

  /** Of a connection that is so old; the last heartbeat may be a little late. */
  static long missed(long ageNanos, long everyNanos, long beats) {
    return Math.max(0, (ageNanos - GRACE_NANOS) / everyNanos - beats);
  }

  long longestGapNanos() {
    return longestGapNanos;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    channel.close();
  }
}
