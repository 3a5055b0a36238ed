package dev.roost.platform.state;

import dev.roost.spi.StateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A session whose commits can be held, can meet others, and can fail. */
final class TestingSession implements WriteSession {
  private final Map<String, String> kept = new HashMap<>();
  private final CountDownLatch committing = new CountDownLatch(1);
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile boolean broken;
  private volatile boolean closed;
  private List<String> changed = new ArrayList<>();
  private int mark;
  private int conflicts;
  private int commits;
  private int largest;

  void holdCommit() {
    held = new CountDownLatch(1);
  }

  void awaitCommit() throws InterruptedException {
    if (!committing.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("nothing is committed");
    }
  }

  void letCommit() {
    held.countDown();
  }

  void breakDown() {
    broken = true;
  }

  synchronized void conflicts(int count) {
    conflicts = count;
  }

  synchronized int commits() {
    return commits;
  }

  synchronized int largest() {
    return largest;
  }

  boolean isClosed() {
    return closed;
  }

  synchronized Map<String, String> rows() {
    return Map.copyOf(kept);
  }

  @Override
  public void begin() {
    changed = new ArrayList<>();
  }

  @Override
  public void mark() {
    mark = changed.size();
  }

  @Override
  public void undo() {
    changed = new ArrayList<>(changed.subList(0, mark));
  }

  @Override
  public int changes() {
    return changed.size();
  }

  @Override
  public boolean commit() {
    committing.countDown();
    try {
      held.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return end();
  }

  private synchronized boolean end() {
    if (broken) {
      throw StateException.readOnly("it is broken", null);
    }
    if (conflicts > 0) {
      conflicts--;
      return false;
    }
    changed.forEach(key -> kept.put(key, "value"));
    commits++;
    largest = Math.max(largest, changed.size());
    return true;
  }

  @Override
  public void probe() {
    throw StateException.readOnly("it is still broken", null);
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public Optional<String> get(Table table, String key) {
    return Optional.empty();
  }

  @Override
  public List<Row> range(Table table, String from, String to, int limit) {
    return List.of();
  }

  @Override
  public List<Row> rangeDown(Table table, String from, String to, int limit) {
    return List.of();
  }

  @Override
  public long count(Table table) {
    return 0;
  }

  @Override
  public long bytes(Table table) {
    return 0;
  }

  @Override
  public void put(Table table, String key, String value) {
    changed.add(key);
  }

  @Override
  public void delete(Table table, String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void add(Table table, String key, long difference) {
    throw new UnsupportedOperationException();
  }
}
