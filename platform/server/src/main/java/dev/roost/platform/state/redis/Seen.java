package dev.roost.platform.state.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roost.platform.state.Row;
import dev.roost.platform.state.Table;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a transaction has seen: looked up once, and compared when it ends. */
final class Seen {
  private static final String ABSENT = "-";

  private final RedisWire wire;
  private final Map<Cell, Optional<String>> values = new LinkedHashMap<>();
  private final Map<Range, List<Row>> ranges = new LinkedHashMap<>();

  /** A key of a table. */
  record Cell(Table table, String key) {}

  private record Range(Table table, String from, String to, int limit, boolean down) {}

  Seen(RedisWire wire) {
    this.wire = wire;
  }

  Optional<String> get(Table table, String key) {
    return values.computeIfAbsent(new Cell(table, key), cell -> wire.get(table, key));
  }

  List<Row> range(Table table, String from, String to, int limit, boolean down) {
    return ranges.computeIfAbsent(
        new Range(table, from, to, limit, down), range -> wire.range(table, from, to, limit, down));
  }

  boolean isEmpty() {
    return values.isEmpty() && ranges.isEmpty();
  }

  /** For the script: values as hashes, since only their sameness matters. */
  void tell(List<String> arguments) {
    arguments.add(Integer.toString(values.size()));
    values.forEach(
        (cell, value) ->
            arguments.addAll(
                List.of(cell.table().label(), cell.key(), value.map(Seen::sha1).orElse(ABSENT))));
    arguments.add(Integer.toString(ranges.size()));
    ranges.forEach((range, rows) -> tell(arguments, range, rows));
  }

  private static void tell(List<String> arguments, Range range, List<Row> rows) {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      lines.add(row.key());
      lines.add(sha1(row.value()));
    }
    arguments.addAll(
        List.of(
            range.table().label(),
            range.down() ? "ZREVRANGEBYLEX" : "ZRANGEBYLEX",
            range.down() ? "(" + range.to() : "[" + range.from(),
            range.down() ? "[" + range.from() : "(" + range.to(),
            Integer.toString(range.limit()),
            Integer.toString(rows.size()),
            sha1(String.join("\n", lines))));
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
