package dev.roost.platform.state;

import static java.util.Objects.requireNonNull;

import dev.roost.spi.StateException;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tables in the heap. A transaction is a few microseconds under one lock. */
final class MemoryRows implements Rows {
  /** What a row takes beside its texts. */
  private static final int OVERHEAD = 128;

  private final Map<Table, NavigableMap<String, String>> tables = new EnumMap<>(Table.class);
  private final Map<Table, Long> bytes = new EnumMap<>(Table.class);
  private boolean closed;

  MemoryRows() {
    for (Table table : Table.values()) {
      tables.put(table, new TreeMap<>());
      bytes.put(table, 0L);
    }
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Override
  public <T> Future<T> read(Function<RowReader, T> look) {
    return run(look::apply);
  }

  @Override
  public <T> Future<T> write(Function<RowWriter, T> change) {
    return run(change);
  }

  private synchronized <T> Future<T> run(Function<RowWriter, T> change) {
    if (closed) {
      return Future.failedFuture(StateException.closed());
    }
    Transaction transaction = new Transaction();
    try {
      return Future.succeededFuture(change.apply(transaction));
    } catch (RuntimeException e) {
      transaction.undo();
      return Future.failedFuture(e);
    }
  }

  @Override
  public synchronized Future<Void> check() {
    return closed ? Future.failedFuture(StateException.closed()) : Future.succeededFuture();
  }

  @Override
  public synchronized Future<Void> close() {
    closed = true;
    tables.values().forEach(Map::clear);
    return Future.succeededFuture();
  }

  synchronized long rows(Table table) {
    return table(table).size();
  }

  private NavigableMap<String, String> table(Table table) {
    return requireNonNull(tables.get(table), "table");
  }

  private @Nullable String set(Table table, String key, @Nullable String value) {
    NavigableMap<String, String> map = table(table);
    String before = value == null ? map.remove(key) : map.put(key, value);
    bytes.merge(table, weight(key, value) - weight(key, before), Long::sum);
    return before;
  }

  private static long weight(String key, @Nullable String value) {
    return value == null ? 0 : OVERHEAD + key.length() + value.length();
  }

  /** Changes at once, and remembers what was before. */
  private final class Transaction implements RowWriter {
    private final Deque<Runnable> undo = new ArrayDeque<>();

    private void undo() {
      undo.forEach(Runnable::run);
    }

    private void change(Table table, String key, @Nullable String value) {
      String before = set(table, key, value);
      undo.push(() -> set(table, key, before));
    }

    @Override
    public Optional<String> get(Table table, String key) {
      return Optional.ofNullable(table(table).get(key));
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
      return page(between(table(table), from, to), limit);
    }

    @Override
    public List<Row> rangeDown(Table table, String from, String to, int limit) {
      return page(between(table(table), from, to).descendingMap(), limit);
    }

    private static NavigableMap<String, String> between(
        NavigableMap<String, String> map, String from, String to) {
      return from.compareTo(to) >= 0
          ? Collections.emptyNavigableMap()
          : map.subMap(from, true, to, false);
    }

    /** Not by a stream: that would count the whole part first. */
    private static List<Row> page(NavigableMap<String, String> part, int limit) {
      List<Row> rows = new ArrayList<>();
      Iterator<Entry<String, String>> entries = part.entrySet().iterator();
      while (rows.size() < limit && entries.hasNext()) {
        Entry<String, String> entry = entries.next();
        rows.add(new Row(entry.getKey(), entry.getValue()));
      }
      return rows;
    }

    @Override
    public long count(Table table) {
      return table(table).size();
    }

    @Override
    public long bytes(Table table) {
      return bytes.getOrDefault(table, 0L);
    }

    @Override
    public void put(Table table, String key, String value) {
      change(table, key, value);
    }

    @Override
    public void delete(Table table, String key) {
      change(table, key, null);
    }

    @Override
    public void add(Table table, String key, long difference) {
      long before = get(table, key).map(Long::parseLong).orElse(0L);
      put(table, key, Long.toString(before + difference));
    }
  }
}
