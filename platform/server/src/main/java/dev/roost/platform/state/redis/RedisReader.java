package dev.roost.platform.state.redis;

import dev.roost.platform.state.Row;
import dev.roost.platform.state.RowReader;
import dev.roost.platform.state.Table;
import java.util.List;
import java.util.Optional;

/** Looks, each a command. */
record RedisReader(RedisWire wire) implements RowReader {
  @Override
  public Optional<String> get(Table table, String key) {
    return wire.get(table, key);
  }

  @Override
  public List<Row> range(Table table, String from, String to, int limit) {
    return wire.range(table, from, to, limit, false);
  }

  @Override
  public List<Row> rangeDown(Table table, String from, String to, int limit) {
    return wire.range(table, from, to, limit, true);
  }

  @Override
  public long count(Table table) {
    return wire.count(table);
  }

  /** The server's memory is the bound. */
  @Override
  public long bytes(Table table) {
    return 0;
  }
}
