package dev.roost.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Many idle connections, from several addresses of this machine, served by the calling thread. */
final class IdleSockets implements AutoCloseable {
  /** How many come from one address; less than the server takes. */
  static final int PER_ADDRESS = 500;

  private static final int AT_ONCE = 100;
  private static final long SILENCE_MILLIS = 10_000;
  private static final long SHORT_MILLIS = 10;

  private final Selector selector = Selector.open();
  private final List<IdleSocket> sockets = new ArrayList<>();

  /** Opens them, some at once. */
  IdleSockets(int port, int count) throws IOException {
    int opened = 0;
    while (opened < count) {
      while (sockets.size() < count && sockets.size() - opened < AT_ONCE) {
        sockets.add(new IdleSocket(address(sockets.size()), port, selector));
      }
      int before = opened;
      opened += proceed(SILENCE_MILLIS);
      if (opened == before && closed() > 0) {
        throw new LoadException("The server closed a connection that was just asked for");
      }
    }
  }

  /** Not the one from which all others come. */
  private static String address(int index) {
    int number = index / PER_ADDRESS + 2;
    return "127.0." + number / 250 + "." + number % 250;
  }

  /** Listens and answers for some time. */
  void hold(long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      proceed(SHORT_MILLIS);
    }
  }

  private int proceed(long millis) throws IOException {
    int opened = 0;
    selector.select(millis);
    for (SelectionKey key : selector.selectedKeys()) {
      opened += ((IdleSocket) key.attachment()).proceed() ? 1 : 0;
    }
    selector.selectedKeys().clear();
    return opened;
  }

  long closed() {
    return sockets.stream().filter(IdleSocket::isClosed).count();
  }

  double slowestSetUpMillis() {
    return sockets.stream().mapToDouble(IdleSocket::setUpMillis).max().orElse(0);
  }

  long beats() {
    return sockets.stream().mapToLong(IdleSocket::beats).sum();
  }

  /** Heartbeats that should have come by now, and have not. */
  long missed(long everySeconds) {
    long now = System.nanoTime();
    long every = TimeUnit.SECONDS.toNanos(everySeconds);
    return sockets.stream().mapToLong(socket -> socket.missed(now, every)).sum();
  }

  double longestGapSeconds() {
    return sockets.stream().mapToLong(IdleSocket::longestGapNanos).max().orElse(0) / 1e9;
  }

  @Override
  public void close() throws IOException {
    for (IdleSocket socket : sockets) {
      socket.close();
    }
    selector.close();
  }
}
