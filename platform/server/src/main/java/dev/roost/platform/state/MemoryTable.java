package dev.roost.platform.state;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One table in the heap. Whoever uses it holds the lock of all. */
final class MemoryTable {
  /** What a row takes beside its texts. */
  private static final int OVERHEAD = 128;

  private final Map<String, Value> values;
  private @Nullable NavigableMap<String, Value> ordered;
  private long bytes;

  /**
   * @param hashed whether it is hardly ever looked at in order: that is made when it is wanted
   */
  MemoryTable(boolean hashed) {
    this.values = hashed ? new HashMap<>() : new TreeMap<>();
  }

  @Nullable Value get(String key) {
    return values.get(key);
  }

  /** Puts a value, or takes it out; answers what was there. */
  @Nullable Value set(String key, @Nullable Value value) {
    ordered = null;
    Value before = value == null ? values.remove(key) : values.put(key, value);
    bytes += weight(key, value) - weight(key, before);
    return before;
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
    ordered = null;
    bytes = 0;
  }
}
