package dev.roost.platform.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A server of bytes on a thread of its own; it answers the first request that comes. */
final class RawReceiver implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
  private final AtomicLong sent = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long beganNanos;
  private volatile long endedNanos;

  /** What is done with a connection, until it throws. */
  interface Answer {
    void write(Line line) throws IOException, InterruptedException;
  }

  /** What is written. */
  interface Line {
    void send(byte[] bytes) throws IOException;

    default void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  RawReceiver(Answer answer) throws IOException {
    Thread thread = new Thread(() -> serve(answer), "raw-receiver");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Answer answer) {
    try (Socket peer = socket.accept()) {
      beganNanos = System.nanoTime();
      peer.setTcpNoDelay(true);
      InputStream in = peer.getInputStream();
      in.read(new byte[8_192]);
      OutputStream out = peer.getOutputStream();
      answer.write(
          bytes -> {
            out.write(bytes);
            sent.addAndGet(bytes.length);
          });
    } catch (IOException e) {
      // the other side has had enough
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      endedNanos = System.nanoTime();
      ended.countDown();
    }
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/";
  }

  long sent() {
    return sent.get();
  }

  /** Waits until the connection has ended; how long it lasted. */
  long lastedNanos() throws InterruptedException {
    if (!ended.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the connection is still open");
    }
    return endedNanos - beganNanos;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
