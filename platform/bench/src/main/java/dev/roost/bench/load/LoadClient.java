package dev.roost.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Puts load on one server, from one thread. It takes no more of the machine than it must: requests
 * are patched bytes, answers are looked at and not parsed.
 */
final class LoadClient implements AutoCloseable {
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SILENCE_CHECK_MILLIS = 1_000;
  private static final long PAUSE_NANOS = 20_000;
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int SIGNIFICANT_DIGITS = 3;

  private final Selector selector;
  private final List<Exchange> exchanges = new ArrayList<>();
  private final Deque<Exchange> idle = new ArrayDeque<>();
  private long lastAnswerNanos;
  private Histogram latencies = new Histogram(LONGEST_NANOS, SIGNIFICANT_DIGITS);
  private final double slowestSetUpMillis;

  /** Opens the connections, all at once. */
  LoadClient(Traffic traffic, int port, int connections) throws IOException {
    this.selector = Selector.open();
    RequestWriter requests = traffic.writer(port);
    long begun = begin();
    for (int i = 0; i < connections; i++) {
      add(traffic.open(port, requests, selector));
    }
    while (idle.size() < exchanges.size()) {
      selector.select(SILENCE_CHECK_MILLIS);
      collect();
    }
    this.slowestSetUpMillis = new LoadResult(lastAnswerNanos - begun, latencies).slowestMillis();
  }

  private void add(Exchange exchange) {
    exchanges.add(exchange);
    if (!exchange.isOpening()) {
      record(exchange);
    }
  }

  /** Every connection sends its next request as soon as it has its answer. */
  LoadResult flatOut(long nanos) throws IOException {
    long begun = begin();
    long end = begun + nanos;
    while (!idle.isEmpty()) {
      idle.poll().send(System.nanoTime());
    }
    while (idle.size() < exchanges.size()) {
      selector.select(SILENCE_CHECK_MILLIS);
      long now = collect();
      while (now < end && !idle.isEmpty()) {
        idle.poll().send(System.nanoTime());
      }
    }
    return new LoadResult(System.nanoTime() - begun, latencies);
  }

  /**
   * Requests are due at a steady rate, whether answers come or not. A latency counts from the
   * moment at which its request was due, so a server that stalls cannot hide the requests that
   * waited.
   */
  LoadResult paced(int perSecond, long nanos) throws IOException {
    long begun = begin();
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long due = begun;
    long end = begun + nanos;
    while (due < end || idle.size() < exchanges.size()) {
      long now = System.nanoTime();
      while (due < end && due <= now && !idle.isEmpty()) {
        idle.poll().send(due);
        due += interval;
      }
      selector.selectNow();
      collect();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return new LoadResult(System.nanoTime() - begun, latencies);
  }

  /** How long the body of an answer is; they all are about as long. */
  int answerLength() {
    return exchanges.get(0).answerLength();
  }

  private long begin() {
    latencies = new Histogram(LONGEST_NANOS, SIGNIFICANT_DIGITS);
    lastAnswerNanos = System.nanoTime();
    return lastAnswerNanos;
  }

  /** Takes in the answers that are there. */
  private long collect() throws IOException {
    for (SelectionKey key : selector.selectedKeys()) {
      Exchange exchange = (Exchange) key.attachment();
      if (exchange.proceed()) {
        record(exchange);
      }
    }
    selector.selectedKeys().clear();
    long now = System.nanoTime();
    if (now - lastAnswerNanos > SILENCE_NANOS) {
      throw new LoadException(
          "No answer for " + TimeUnit.NANOSECONDS.toSeconds(SILENCE_NANOS) + " s");
    }
    return now;
  }

  private void record(Exchange exchange) {
    lastAnswerNanos = System.nanoTime();
    latencies.recordValue(Math.min(LONGEST_NANOS, lastAnswerNanos - exchange.startedNanos()));
    idle.add(exchange);
  }

  /** How long the slowest connection took, from when it was asked for until it could be used. */
  double slowestSetUpMillis() {
    return slowestSetUpMillis;
  }

  @Override
  public void close() throws IOException {
    for (Exchange exchange : exchanges) {
      exchange.close();
    }
    selector.close();
  }
}
