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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tables in the heap. A transaction is a few microseconds under one lock. */
final class MemoryRows implements Rows {
  private final Map<Table, MemoryTable> tables = new EnumMap<>(Table.class);
  private boolean closed;

  MemoryRows() {
    for (Table table : Table.values()) {
      tables.put(table, new MemoryTable(table));
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
    tables.values().forEach(MemoryTable::clear);
    return Future.succeededFuture();
  }

  synchronized long rows(Table table) {
    return table(table).size();
  }

  private MemoryTable table(Table table) {
    return requireNonNull(tables.get(table), "table");
  }

  /** Changes at once, and remembers what was before. */
  private final class Transaction implements RowWriter {
    private final Deque<Runnable> undo = new ArrayDeque<>();

    private void undo() {
      undo.forEach(Runnable::run);
    }

    private void change(Table name, String key, @Nullable Value value) {
      MemoryTable table = table(name);
      Value before = table.set(key, value);
      undo.push(() -> table.set(key, before));
    }

    @Override
    public Optional<String> get(Table table, String key) {
      return Optional.ofNullable(table(table).get(key)).map(Value::text);
    }

    @Override
    public <T> Optional<T> get(Table table, String key, RowForm<T> form) {
      Value value = table(table).get(key);
      return value == null ? Optional.empty() : value.as(table, key, form);
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
      boolean whole = from.equals(Keys.FIRST) && to.equals(Keys.LAST);
      return whole && table(table).isInOrder()
          ? page(table(table).values(), limit)
          : page(between(table(table).ordered(), from, to), limit);
    }

    @Override
    public List<Row> rangeDown(Table table, String from, String to, int limit) {
      return page(between(table(table).ordered(), from, to).descendingMap(), limit);
    }

    private static NavigableMap<String, Value> between(
        NavigableMap<String, Value> map, String from, String to) {
      if (from.equals(Keys.FIRST) && to.equals(Keys.LAST)) {
        return map;
      }
      return from.compareTo(to) >= 0
          ? Collections.emptyNavigableMap()
          : map.subMap(from, true, to, false);
    }

    /** Not by a stream: that would count the whole part first. */
    private static List<Row> page(Map<String, Value> part, int limit) {
      List<Row> rows = new ArrayList<>();
      Iterator<Entry<String, Value>> entries = part.entrySet().iterator();
      while (rows.size() < limit && entries.hasNext()) {
        Entry<String, Value> entry = entries.next();
        rows.add(new Row(entry.getKey(), entry.getValue().text()));
      }
      return rows;
    }

    @Override
    public Optional<String> first(Table table) {
      return Optional.ofNullable(table(table).first());
    }

    @Override
    public long count(Table table) {
      return table(table).size();
    }

    @Override
    public long bytes(Table table) {
      return table(table).bytes();
    }

    @Override
    public void put(Table table, String key, String value) {
      change(table, key, new Value.Text(value));
    }

    @Override
    public <T> void put(Table table, String key, T thing, RowForm<T> form) {
      change(table, key, new Value.Thing<>(thing, form, form.weight(thing)));
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
