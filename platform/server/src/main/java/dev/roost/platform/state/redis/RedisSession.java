package dev.roost.platform.state.redis;

import dev.roost.platform.state.Row;
import dev.roost.platform.state.Table;
import dev.roost.platform.state.WriteSession;
import dev.roost.spi.StateException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connection, used by one thread: what it changes is collected, and sent by one script. */
final class RedisSession implements WriteSession {
  private static final String COMMIT =
      """
      local at = 1
      local function nextOne()
        at = at + 1
        return ARGV[at]
      end
      local prefix = ARGV[1]
      for i = 1, tonumber(nextOne()) do
        local value = redis.call('HGET', prefix .. nextOne(), nextOne())
        if nextOne() ~= (value and redis.sha1hex(value) or '-') then return 0 end
      end
      for i = 1, tonumber(nextOne()) do
        local name = prefix .. nextOne()
        local keys = redis.call(nextOne(), name .. ':keys', nextOne(), nextOne(), 'LIMIT', 0, nextOne())
        if #keys ~= tonumber(nextOne()) then return 0 end
        local lines = {}
        for j, key in ipairs(keys) do
          lines[2 * j - 1] = key
          lines[2 * j] = redis.sha1hex(redis.call('HGET', name, key) or '')
        end
        if nextOne() ~= redis.sha1hex(table.concat(lines, '\\n')) then return 0 end
      end
      for i = 1, tonumber(nextOne()) do
        local name, key = prefix .. nextOne(), nextOne()
        redis.call('HSET', name, key, nextOne())
        redis.call('ZADD', name .. ':keys', 0, key)
      end
      for i = 1, tonumber(nextOne()) do
        local name, key = prefix .. nextOne(), nextOne()
        redis.call('HDEL', name, key)
        redis.call('ZREM', name .. ':keys', key)
      end
      for i = 1, tonumber(nextOne()) do
        local name, key = prefix .. nextOne(), nextOne()
        redis.call('HINCRBY', name, key, nextOne())
        redis.call('ZADD', name .. ':keys', 0, key)
      end
      return 1
      """;

  private final RedisConnection connection;
  private final RedisWire wire;
  private final Map<Table, Long> counts = new HashMap<>();
  private Seen seen;
  private Changed changed = new Changed();

  RedisSession(RedisSettings settings, RedisConnection connection) {
    this.connection = connection;
    this.wire = new RedisWire(settings, connection::send);
    this.seen = new Seen(wire);
  }

  RedisWire wire() {
    return wire;
  }

  @Override
  public void begin() {
    seen = new Seen(wire);
    changed = new Changed();
    counts.clear();
  }

  @Override
  public void mark() {
    changed.mark();
  }

  @Override
  public void undo() {
    changed.undo();
  }

  @Override
  public int changes() {
    return changed.count();
  }

  @Override
  public boolean commit() {
    if (changed.count() == 0 && seen.isEmpty()) {
      wire.send(Request.cmd(Command.PING));
      return true;
    }
    List<String> arguments = new ArrayList<>(List.of(wire.prefix()));
    seen.tell(arguments);
    changed.tell(arguments);
    Request request = Request.cmd(Command.EVAL).arg(COMMIT).arg(0);
    arguments.forEach(request::arg);
    Response done = wire.send(request);
    return done != null && done.toInteger() == 1;
  }

  @Override
  public void probe() {
    String key = wire.prefix() + "probe";
    wire.send(Request.cmd(Command.SET).arg(key).arg("x"));
    wire.send(Request.cmd(Command.DEL).arg(key));
  }

  @Override
  public void close() {
    connection.close();
  }

  @Override
  public Optional<String> get(Table table, String key) {
    return changed.get(table, key).orElseGet(() -> seen.get(table, key));
  }

  @Override
  public List<Row> range(Table table, String from, String to, int limit) {
    return range(table, from, to, limit, false);
  }

  @Override
  public List<Row> rangeDown(Table table, String from, String to, int limit) {
    return range(table, from, to, limit, true);
  }

  private List<Row> range(Table table, String from, String to, int limit, boolean down) {
    long wanted = (long) limit + changed.count(table, from, to);
    List<Row> there = seen.range(table, from, to, (int) Math.min(Integer.MAX_VALUE, wanted), down);
    return changed.over(there, table, from, to, limit, down);
  }

  /** As it was when the transaction began: bounds need not be exact to a few. */
  @Override
  public long count(Table table) {
    return counts.computeIfAbsent(table, wire::count);
  }

  @Override
  public long bytes(Table table) {
    return 0;
  }

  @Override
  public void put(Table table, String key, String value) {
    changed.set(table, key, Optional.of(value));
  }

  @Override
  public void delete(Table table, String key) {
    changed.set(table, key, Optional.empty());
  }

  @Override
  public void add(Table table, String key, long difference) {
    changed.add(table, key, difference);
  }

  /** Whether the server waits for its disk before it answers. */
  boolean isDurable() {
    try {
      return setting("appendonly").equals("yes") && setting("appendfsync").equals("always");
    } catch (StateException e) {
      // a server that does not tell is not relied on
      return false;
    }
  }

  private String setting(String name) {
    Response answer = wire.send(Request.cmd(Command.CONFIG).arg("GET").arg(name));
    return answer == null || answer.size() == 0 ? "" : value(answer, name);
  }

  private static String value(Response answer, String name) {
    Response value = answer.isMap() ? answer.get(name) : answer.get(1);
    return String.valueOf(value);
  }
}
