package dev.roost.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.roost.bench.RequestTemplate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection, with at most one request in flight. What is on the wire, others know. */
abstract class Exchange implements AutoCloseable {
  private static final byte[] RESULT = "\"result\"".getBytes(ISO_8859_1);
  private static final byte[] CORRELATION = "\"correlation_id\":\"".getBytes(ISO_8859_1);

  /** Of every so many answers the correlation is looked for. */
  private static final int SAMPLE = 16;

  private final RequestWriter requests;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer out;
  private final byte[] correlation = new byte[CORRELATION.length + RequestTemplate.ID_LENGTH];
  private long startedNanos = System.nanoTime();
  private long answers;

  /** Connects. {@code outLength} is the length of the longest that is sent. */
  Exchange(int port, RequestWriter requests, int outLength, Selector selector) throws IOException {
    this.requests = requests;
    this.out = ByteBuffer.allocateDirect(outLength);
    System.arraycopy(CORRELATION, 0, correlation, 0, CORRELATION.length);
    this.channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    this.key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Puts the next request into an empty buffer, and makes it ready to be sent. */
  abstract void fill(RequestWriter writer, ByteBuffer target);

  /** Where what arrives is to be put. */
  abstract ByteBuffer room() throws IOException;

  /** Whether the connection is not there yet: what comes next is no answer to a request. */
  abstract boolean isOpening();

  /** Whether what was waited for is there as a whole. */
  abstract boolean isComplete() throws IOException;

  abstract boolean isGood();

  abstract boolean answerContains(byte[] wanted);

  abstract int answerLength();

  /** The answer, to be told. */
  abstract String answer();

  /**
   * Sends the next request.
   *
   * @param sinceNanos from when on the answer is waited for
   */
  final void send(long sinceNanos) throws IOException {
    startedNanos = sinceNanos;
    fill(requests, out);
    requests.copyId(correlation, CORRELATION.length);
    write();
  }

  /** Sends something that is no request. */
  final void sendFirst(byte[] bytes) throws IOException {
    out.clear().put(bytes).flip();
    write();
  }

  /**
   * Takes in what is ready.
   *
   * @return whether the next request may be sent: the connection is there, or its answer, and good
   */
  final boolean proceed() throws IOException {
    if (key.isWritable()) {
      write();
    }
    if (!key.isReadable()) {
      return false;
    }
    if (channel.read(room()) < 0) {
      throw new LoadException("The server closed a connection; last it sent: " + answer());
    }
    boolean opening = isOpening();
    if (!isComplete()) {
      return false;
    }
    if (!opening) {
      check();
    }
    return true;
  }

  /** Since when its answer is waited for; at first, since when the connection is. */
  final long startedNanos() {
    return startedNanos;
  }

  private void write() throws IOException {
    channel.write(out);
    int wanted = SelectionKey.OP_READ | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0);
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  private void check() {
    if (!isGood() || !answerContains(RESULT)) {
      throw new LoadException("Not a good answer: " + answer());
    }
    if (answers++ % SAMPLE == 0 && !answerContains(correlation)) {
      throw new LoadException("The answer to another request: " + answer());
    }
  }

  @Override
  public final void close() throws IOException {
    channel.close();
  }
}
