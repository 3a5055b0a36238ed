package dev.roost.platform.state;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map bounded in entries and bytes. What was put in first goes first; an entry that is put in
 * again becomes the newest.
 */
final class BoundedMap<K, V> {
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>();
  private final int maxEntries;
  private final long maxBytes;
  private final BiConsumer<K, V> onEviction;
  private final AtomicLong evictions = new AtomicLong();
  private long bytes;

  private record Entry<V>(V value, long bytes) {}

  /**
   * @param maxBytes of all entries, as they are told by those who put them in
   * @param onEviction is told of what had to go; called within the map's lock
   */
  BoundedMap(int maxEntries, long maxBytes, BiConsumer<K, V> onEviction) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    this.onEviction = onEviction;
  }

  synchronized @Nullable V get(K key) {
    Entry<V> entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  /** Puts an entry in and lets the oldest go; one larger than the whole map goes at once. */
  synchronized void put(K key, V value, long valueBytes) {
    remove(key);
    entries.put(key, new Entry<>(value, valueBytes));
    bytes += valueBytes;
    Iterator<Map.Entry<K, Entry<V>>> oldest = entries.entrySet().iterator();
    while (entries.size() > maxEntries || bytes > maxBytes) {
      Map.Entry<K, Entry<V>> gone = oldest.next();
      oldest.remove();
      bytes -= gone.getValue().bytes();
      evictions.incrementAndGet();
      onEviction.accept(gone.getKey(), gone.getValue().value());
    }
  }

  synchronized @Nullable V remove(K key) {
    Entry<V> entry = entries.remove(key);
    if (entry == null) {
      return null;
    }
    bytes -= entry.bytes();
    return entry.value();
  }

  synchronized int size() {
    return entries.size();
  }

  /** How many entries had to go since the start. */
  long evictions() {
    return evictions.get();
  }
}
