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

/** One connection, with at most one request in flight. */
final class Exchange implements AutoCloseable {
  private static final byte[] RESULT = "\"result\"".getBytes(ISO_8859_1);
  private static final byte[] CORRELATION = "\"correlation_id\":\"".getBytes(ISO_8859_1);

  /** Of every so many answers the correlation is looked for. */
  private static final int SAMPLE = 16;

  private final RequestWriter requests;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer out;
  private final ResponseReader response = new ResponseReader();
  private final byte[] correlation = new byte[CORRELATION.length + RequestTemplate.ID_LENGTH];
  private long startedNanos;
  private long answers;

  Exchange(int port, RequestWriter requests, Selector selector) throws IOException {
    this.requests = requests;
    this.out = ByteBuffer.allocateDirect(requests.length());
    System.arraycopy(CORRELATION, 0, correlation, 0, CORRELATION.length);
    this.channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    this.key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /**
   * Sends the next request.
   *
   * @param sinceNanos from when on the answer is waited for
   */
  void send(long sinceNanos) throws IOException {
    startedNanos = sinceNanos;
    response.clear();
    requests.next(out);
    requests.copyId(correlation, CORRELATION.length);
    write();
  }

  /**
   * Takes in what is ready.
   *
   * @return whether the answer is complete, and good
   */
  boolean proceed() throws IOException {
    if (key.isWritable()) {
      write();
    }
    if (!key.isReadable()) {
      return false;
    }
    if (channel.read(response.room()) < 0) {
      throw new LoadException("The server closed a connection; last it sent: " + response.text());
    }
    if (!response.isComplete()) {
      return false;
    }
    check();
    return true;
  }

  long startedNanos() {
    return startedNanos;
  }

  int answerLength() {
    return response.bodyLength();
  }

  private void write() throws IOException {
    channel.write(out);
    int wanted = SelectionKey.OP_READ | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0);
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  private void check() {
    if (response.status() != 200 || !response.bodyContains(RESULT)) {
      throw new LoadException("Not a good answer: " + response.text());
    }
    if (answers++ % SAMPLE == 0 && !response.bodyContains(correlation)) {
      throw new LoadException("The answer to another request: " + response.text());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
