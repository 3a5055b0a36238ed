package dev.roost.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A map that forgets what was not asked for the longest. Any thread may use it. */
final class BoundedCache<V> {
  private static final float LOAD = 0.75f;
  private static final int FIRST_CAPACITY = 16;

  private final Map<String, V> values;

  /**
   * @param max how many it keeps
   */
  BoundedCache(int max) {
    values =
        new LinkedHashMap<>(FIRST_CAPACITY, LOAD, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > max;
          }
        };
  }

  synchronized Optional<V> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  synchronized V get(String key, Function<String, V> make) {
    return values.computeIfAbsent(key, make);
  }

  synchronized List<V> values() {
    return List.copyOf(values.values());
  }

  synchronized void put(String key, V value) {
    values.put(key, value);
  }

  synchronized void remove(String key) {
    values.remove(key);
  }
}
