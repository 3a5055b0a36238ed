package dev.roost.platform.state.redis;

import dev.roost.platform.state.Row;
import dev.roost.platform.state.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a transaction has changed and not yet sent, over what is there. */
final class Changed {
  private final Map<Table, NavigableMap<String, Optional<String>>> rows =
      new EnumMap<>(Table.class);
  private final Map<Seen.Cell, Long> sums = new HashMap<>();
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private int count;

  int count() {
    return count;
  }

  void mark() {
    undo.clear();
  }

  void undo() {
    undo.forEach(Runnable::run);
    undo.clear();
  }

  /** Empty where nothing was changed; an empty value within, where the row was taken out. */
  Optional<Optional<String>> get(Table table, String key) {
    return Optional.ofNullable(of(table).get(key));
  }

  void set(Table table, String key, Optional<String> value) {
    Optional<String> before = of(table).put(key, value);
    count++;
    undo.push(() -> restore(of(table), key, before));
  }

  private static void restore(
      NavigableMap<String, Optional<String>> map, String key, @Nullable Optional<String> before) {
    if (before == null) {
      map.remove(key);
    } else {
      map.put(key, before);
    }
  }

  void add(Table table, String key, long difference) {
    sums.merge(new Seen.Cell(table, key), difference, Long::sum);
    count++;
    undo.push(() -> sums.merge(new Seen.Cell(table, key), -difference, Long::sum));
  }

  private NavigableMap<String, Optional<String>> of(Table table) {
    return rows.computeIfAbsent(table, none -> new TreeMap<>());
  }

  /** How many rows of a range were changed: so many more must be looked at. */
  int count(Table table, String from, String to) {
    return from.compareTo(to) >= 0 ? 0 : of(table).subMap(from, to).size();
  }

  /** Rows that are there, with the changes over them. */
  List<Row> over(List<Row> there, Table table, String from, String to, int limit, boolean down) {
    if (count(table, from, to) == 0) {
      return there.subList(0, Math.min(limit, there.size()));
    }
    NavigableMap<String, Optional<String>> merged = new TreeMap<>();
    there.forEach(row -> merged.put(row.key(), Optional.of(row.value())));
    merged.putAll(of(table).subMap(from, to));
    List<Row> result = new ArrayList<>();
    (down ? merged.descendingMap() : merged)
        .forEach((key, value) -> value.ifPresent(text -> result.add(new Row(key, text))));
    return result.size() > limit ? result.subList(0, limit) : result;
  }

  /** For the script. */
  void tell(List<String> arguments) {
    List<String> puts = new ArrayList<>();
    List<String> deletes = new ArrayList<>();
    rows.forEach(
        (table, map) ->
            map.forEach(
                (key, value) -> {
                  if (value.isPresent()) {
                    puts.addAll(List.of(table.label(), key, value.get()));
                  } else {
                    deletes.addAll(List.of(table.label(), key));
                  }
                }));
    arguments.add(Integer.toString(puts.size() / 3));
    arguments.addAll(puts);
    arguments.add(Integer.toString(deletes.size() / 2));
    arguments.addAll(deletes);
    arguments.add(Integer.toString(sums.size()));
    sums.forEach(
        (cell, sum) ->
            arguments.addAll(List.of(cell.table().label(), cell.key(), Long.toString(sum))));
  }
}
