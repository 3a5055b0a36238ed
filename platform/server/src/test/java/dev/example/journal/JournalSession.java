package dev.example.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.roost.platform.state.Row;
import dev.roost.platform.state.RowReader;
import dev.roost.platform.state.Table;
import dev.roost.platform.state.WriteSession;
import dev.roost.spi.StateException;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tables, and the file with a line for each commit: what it changed, as table, key and value. */
final class JournalSession implements WriteSession {
  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Table, NavigableMap<String, String>> tables = new EnumMap<>(Table.class);
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private FileChannel channel;
  private JsonArray changes = new JsonArray();
  private int undoFrom;
  private int changesFrom;

  JournalSession(Path file) throws IOException {
    this.file = file;
    for (Table table : Table.values()) {
      tables.put(table, new TreeMap<>());
    }
    channel = FileChannel.open(file, CREATE, READ, WRITE);
    replay();
  }

  /** A last line without its end was never answered: it is cut off. */
  private void replay() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    channel.truncate(end).position(end);
    new String(bytes, 0, end, UTF_8).lines().map(JsonArray::new).forEach(this::redo);
  }

  private void redo(JsonArray line) {
    for (int i = 0; i < line.size(); i += 3) {
      set(Table.valueOf(line.getString(i)), line.getString(i + 1), line.getString(i + 2));
    }
  }

  private @Nullable String set(Table table, String key, @Nullable String value) {
    return value == null ? of(table).remove(key) : of(table).put(key, value);
  }

  private NavigableMap<String, String> of(Table table) {
    return tables.getOrDefault(table, Collections.emptyNavigableMap());
  }

  /** Nobody looks while somebody writes: so nobody sees what may still be taken back. */
  <T> T read(Function<RowReader, T> look) {
    lock.lock();
    try {
      return look.apply(this);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void begin() {
    lock.lock();
    undo.clear();
    changes = new JsonArray();
  }

  @Override
  public void mark() {
    undoFrom = undo.size();
    changesFrom = changes.size();
  }

  @Override
  public void undo() {
    while (undo.size() > undoFrom) {
      undo.pop().run();
    }
    changes = new JsonArray(changes.getList().subList(0, changesFrom));
  }

  @Override
  public int changes() {
    return undo.size();
  }

  @Override
  public boolean commit() {
    append(changes.encode() + "\n");
    undo.clear();
    lock.unlock();
    return true;
  }

  private void append(String line) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw StateException.readOnly(String.valueOf(e.getMessage()), e);
    }
  }

  /** Opens the file anew after a failure, without what may be half a line. */
  @Override
  public void probe() {
    try {
      channel = FileChannel.open(file, CREATE, READ, WRITE);
      tables.values().forEach(Map::clear);
      replay();
      append("[]\n");
    } catch (IOException e) {
      throw StateException.readOnly(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    undoFrom = 0;
    changesFrom = 0;
    undo();
    while (lock.isHeldByCurrentThread()) {
      lock.unlock();
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw StateException.readOnly(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Optional<String> get(Table table, String key) {
    return Optional.ofNullable(of(table).get(key));
  }

  @Override
  public List<Row> range(Table table, String from, String to, int limit) {
    return page(between(table, from, to), limit);
  }

  @Override
  public List<Row> rangeDown(Table table, String from, String to, int limit) {
    return page(between(table, from, to).descendingMap(), limit);
  }

  private NavigableMap<String, String> between(Table table, String from, String to) {
    return from.compareTo(to) < 0
        ? of(table).subMap(from, true, to, false)
        : Collections.emptyNavigableMap();
  }

  private static List<Row> page(NavigableMap<String, String> part, int limit) {
    List<Row> rows = new ArrayList<>();
    Iterator<Map.Entry<String, String>> entries = part.entrySet().iterator();
    while (rows.size() < limit && entries.hasNext()) {
      Map.Entry<String, String> entry = entries.next();
      rows.add(new Row(entry.getKey(), entry.getValue()));
    }
    return rows;
  }

  @Override
  public long count(Table table) {
    return of(table).size();
  }

  @Override
  public long bytes(Table table) {
    return 0;
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
    change(table, key, Long.toString(before + difference));
  }

  private void change(Table table, String key, @Nullable String value) {
    String before = set(table, key, value);
    undo.push(() -> set(table, key, before));
    changes.add(table.name()).add(key).add(value);
  }
}
