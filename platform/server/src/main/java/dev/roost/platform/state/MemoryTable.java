package dev.roost.platform.state;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One table in the heap. Whoever uses it holds the lock of all. */
final class MemoryTable {
  /** What a row takes beside its texts. */
  private static final int OVERHEAD = 128;

  private Map<String, Value> values;
  private @Nullable NavigableMap<String, Value> ordered;
  private @Nullable String last;
  private long bytes;

  MemoryTable(Table table) {
    this.values = valuesOf(table);
  }

  /** What is hardly ever looked at in order is put in order when that is wanted. */
  private static Map<String, Value> valuesOf(Table table) {
    if (table.isQueue()) {
      return new LinkedHashMap<>();
    }
    return table.isHashed() ? new HashMap<>() : new TreeMap<>();
  }

  @Nullable Value get(String key) {
    return values.get(key);
  }

  /** Puts a value, or takes it out; answers what was there. */
  @Nullable Value set(String key, @Nullable Value value) {
    ordered = null;
    if (value != null && values instanceof LinkedHashMap<String, Value>) {
      queued(key);
    }
    Value before = value == null ? values.remove(key) : values.put(key, value);
    bytes += weight(key, value) - weight(key, before);
    return before;
  }

  /** Once a key does not come behind all others, it is a queue no more. */
  private void queued(String key) {
    if (last != null && last.compareTo(key) > 0) {
      values = new TreeMap<>(values);
    } else {
      last = key;
    }
  }

  /** The least key; null if there is none. */
  @Nullable String first() {
    Map<String, Value> inOrder = isInOrder() ? values : ordered();
    return inOrder.isEmpty() ? null : inOrder.keySet().iterator().next();
  }

  /** Whether {@link #values} goes through it in order. */
  boolean isInOrder() {
    return values instanceof LinkedHashMap<String, Value>;
  }

  /** All that is there; in order if {@link #isInOrder()}. */
  Map<String, Value> values() {
    return values;
  }

  private static long weight(String key, @Nullable Value value) {
    return value == null ? 0 : OVERHEAD + key.length() + value.weight();
  }

  NavigableMap<String, Value> ordered() {
    if (values instanceof NavigableMap<String, Value> always) {
      return always;
    }
    NavigableMap<String, Value> made = ordered == null ? new TreeMap<>(values) : ordered;
    ordered = made;
    return made;
  }

  int size() {
    return values.size();
  }

  long bytes() {
    return bytes;
  }

  void clear() {
    values.clear();
    last = null;
    ordered = null;
    bytes = 0;
  }
}
